import type { z } from 'zod';
import type { Database } from '../db.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import type { ProblemStatus } from '../problem.ts';
import type { Language, T } from '../translate.ts';

/** The parts of a request that an operation reads; what no schema names is refused, or not looked at. */
export interface Inputs {
  /** Without `gemeente`, which the API reads itself. */
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly header?: z.ZodObject;
  readonly body?: z.ZodType;
}

export type Parsed<I extends Inputs> = {
  readonly [Part in keyof I]: I[Part] extends z.ZodType ? z.output<I[Part]> : never;
};

/** What an answer may look like, by media type; the first is given to who asks for nothing in particular. */
export type Media = Readonly<Record<string, z.ZodType>>;

/** Who may ask: everybody, a client, or a client on behalf of a named person. */
export type Access = 'public' | 'client' | 'delegate';

/** One operation as it is documented and served: the document cannot say anything else than what happens. */
export interface Operation<I extends Inputs = Inputs, M extends Media = Media> {
  readonly method: 'get' | 'post';
  /** Below the version, with parameters in braces: `/gemeenten/{gemeente}/meldingen`. */
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** The right that the client needs, for the document; the front door of the room asks for it. */
  readonly scope?: string;
  readonly input: I;
  readonly answer: { readonly status: 200 | 201; readonly description: string; readonly media: M };
  /** Refusals with a status of their own. Others are 400 when they name a field, else 409. */
  readonly refusals?: Readonly<Record<string, ProblemStatus>>;
  /** Fields of refusals that have another name at the edge. */
  readonly fields?: readonly (readonly [field: string, atTheEdge: string])[];
}

/** One request to an operation, by who was found to be asking. */
export interface Call<Caller> {
  readonly db: Database;
  readonly caller: Caller;
  readonly municipality: { readonly id: string; readonly slug: string; readonly name: string };
  readonly language: Language;
  readonly t: T;
  /** The network address that asks; counted, not kept. */
  readonly address: string;
  /** The media type of the answer. */
  readonly media: string;
  /** The full address of a path below the version. */
  readonly link: (path: string) => string;
}

export interface Reply<Body> {
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler<I extends Inputs, M extends Media, Caller> = (
  input: Parsed<I>,
  call: Call<Caller>,
) => Promise<Outcome<Reply<z.input<M[keyof M]>>>>;

/** Who a token stands for, and what its requests are counted by. */
export interface Authenticated<Caller> {
  readonly caller: Caller;
  readonly countedBy: string;
}

export interface Api<Caller> {
  /** Serves an operation and writes it into the document. */
  readonly serve: <I extends Inputs, M extends Media>(
    operation: Operation<I, M>,
    handle: Handler<I, M, Caller>,
  ) => void;
}

/** What stops a request before its operation is asked. */
export interface Stop {
  readonly status: ProblemStatus;
  readonly refusals?: readonly Refusal[];
  readonly headers?: Readonly<Record<string, string>>;
}
