/** What we use of dmn-moddle to write a file; merges with the part that reads (dmn-moddle.d.ts). */
declare module 'dmn-moddle' {
  export interface DmnModdle {
    create(type: string, attributes: Readonly<Record<string, unknown>>): object;
    toXML(root: Definitions, options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
  }
}
