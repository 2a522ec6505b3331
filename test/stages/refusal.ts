import { BadInput } from '../../src/stage/problem.js';

/** The text of the BadInput that `attempt` ends with, the folder it was about written as `data`. */
export async function refusalOf(attempt: () => unknown, folder = 'data'): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof BadInput) return error.message.replaceAll(folder, 'data');
    throw error;
  }
  throw new Error('nothing was refused');
}
