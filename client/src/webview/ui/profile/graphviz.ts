/** Graphviz, in a thread that is ended when it takes too long. */

/** A graph as Graphviz takes it, without its language: names need no quotes. */
export interface GraphvizQuestion {
  readonly graphAttributes: Readonly<Record<string, string | number>>;
  readonly nodeAttributes: Readonly<Record<string, string | number>>;
  readonly edgeAttributes: Readonly<Record<string, string | number>>;
  readonly nodes: { name: string; attributes: Record<string, string | number> }[];
  readonly edges: { tail: string; head: string; attributes: Record<string, string | number> }[];
}

export type GraphvizAnswer = { readonly svg: string } | { readonly problem: string };

const MOST_MS = 4000;

export class Graphviz {
  readonly #script: string;
  #source: Promise<string> | undefined;
  #worker: Worker | undefined;

  /** `script` is the address of the thread's script. */
  constructor(script: string) {
    this.#script = script;
  }

  /** Undefined where it takes too long. A new question ends the one before. */
  async layOut(question: GraphvizQuestion): Promise<GraphvizAnswer | undefined> {
    this.#worker?.terminate();
    // Webviews have workers from blobs only.
    this.#source ??= fetch(this.#script)
      .then((response) => response.blob())
      .then((blob) => URL.createObjectURL(new Blob([blob], { type: 'text/javascript' })));
    const worker = new Worker(await this.#source);
    this.#worker = worker;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        worker.terminate();
        resolve(undefined);
      }, MOST_MS);
      const answer = (said: GraphvizAnswer) => {
        clearTimeout(timer);
        resolve(said);
      };
      worker.addEventListener('message', ({ data }: MessageEvent<GraphvizAnswer>) => {
        answer(data);
      });
      worker.addEventListener('error', ({ message }) => {
        answer({ problem: message });
      });
      worker.postMessage(question);
    });
  }
}
