/** Why something could not be done, for a person: names the byte, the line or the option. */
export interface ProfileProblem {
  readonly problem: string;
}

/** Thrown inside this folder only: its doors give a {@link ProfileProblem} instead. */
export class Fault extends Error {}

/** What `make` gives, or the fault that it met. */
export function orProblem<Value>(make: () => Value): Value | ProfileProblem {
  try {
    return make();
  } catch (error) {
    if (error instanceof Fault) {
      return { problem: error.message };
    }
    throw error;
  }
}

/** What `make` gives; faults that it meets say of which option, line or field they are. */
export function naming<Value>(place: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw error instanceof Fault ? new Fault(`${place}: ${error.message}`) : error;
  }
}

export function isProblem(value: object): value is ProfileProblem {
  return 'problem' in value;
}
