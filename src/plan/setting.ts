/** What a place on the command line begins with. */
export const settingMark = '--set ';

/** Whether a place is on the command line: what stands there, a person said. */
export function isSetting(place: string): boolean {
  return place.startsWith(settingMark);
}
