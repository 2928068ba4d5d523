/** Who has asked something of the extension, by the numbers that questions and answers have. */
export class Answers<Answer> {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #countAsked = 0;

  /** `post` sends the question with its number. */
  ask(post: (id: number) => void): Promise<Answer> {
    const id = ++this.#countAsked;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      post(id);
    });
  }

  take(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
