import type { PipelineOptions } from '../pipeline.js';

/** `set` is what every pipeline is asked with, besides what a marker says: where data lie, say. */
export interface AuditOptions extends PipelineOptions {
  readonly fix?: boolean;
  readonly rerun?: boolean;
}
