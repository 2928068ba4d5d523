/** Texts that outlive the process, by name. Whoever cannot read or write one does without. */
export interface TextStore {
  read(name: string): Promise<string | undefined>;
  /** Rejects with what writing failed with. */
  write(name: string, text: string): Promise<void>;
}
