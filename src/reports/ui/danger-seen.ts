import { DangerSign } from '../model.ts';

/** Whether a sign of danger was ticked on the form. */
export function hasSign(dangers: string | string[] | undefined): boolean {
  return [dangers].flat().some((choice) => DangerSign.safeParse(choice).success);
}
