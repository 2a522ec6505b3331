export { retrace } from '../../src/training/retrace.js';
