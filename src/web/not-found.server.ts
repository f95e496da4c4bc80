import { notFound } from '../kit/web/responses.ts';

export async function loader(): Promise<never> {
  throw notFound();
}

export async function action(): Promise<never> {
  throw notFound();
}
