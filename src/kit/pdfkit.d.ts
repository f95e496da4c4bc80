/** What we use of pdfkit 0.20, which brings no types; those of others describe an older one. */
declare module 'pdfkit' {
  interface Settings {
    readonly size: 'A4';
    readonly margins: Readonly<Record<'top' | 'left' | 'right' | 'bottom', number>>;
    readonly pdfVersion: '1.7';
    readonly subset: 'PDF/UA';
    readonly tagged: true;
    readonly displayTitle: true;
    readonly lang: string;
    readonly bufferPages: true;
    /** Empty: no standard font, which may not stand in a file of this kind. */
    readonly font: '';
    readonly info: { readonly Title: string; readonly CreationDate: Date; readonly ModDate: Date };
  }

  interface Layout {
    readonly width: number;
    readonly lineGap?: number;
    readonly align?: 'right';
  }

  /** A part of the order of reading. */
  interface Element {
    readonly dictionary: unknown;
  }

  /** What was drawn between two marks. */
  interface Marked {
    readonly refs: unknown;
  }

  interface Page {
    readonly width: number;
    readonly height: number;
    readonly margins: Record<'top' | 'left' | 'right' | 'bottom', number>;
  }

  export default class PDFDocument {
    constructor(settings: Settings);
    readonly page: Page;
    y: number;
    registerFont(name: string, file: Uint8Array): this;
    font(name: string): this;
    fontSize(points: number): this;
    fillColor(color: string): this;
    text(text: string, x: number, y: number, layout: Layout): this;
    heightOfString(text: string, layout: Layout): number;
    openImage(file: Buffer): { readonly width: number; readonly height: number };
    image(picture: object, x: number, y: number, size: { width: number; height: number }): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    lineWidth(points: number): this;
    stroke(color: string): this;
    addPage(): this;
    switchToPage(index: number): unknown;
    bufferedPageRange(): { readonly count: number };
    markContent(tag: 'Artifact', what: { readonly type: 'Pagination' }): this;
    markStructureContent(tag: string): Marked;
    endMarkedContent(): this;
    struct(tag: string, about: { readonly alt?: string }, children: readonly (Element | Marked)[]): Element;
    addStructure(element: Element): this;
    end(): void;
    on(event: 'data', listener: (chunk: Buffer) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}
