/** The part of dmn-moddle that we read; the package brings no types. An element that a file leaves out is undefined. */
declare module 'dmn-moddle' {
  export interface Text {
    readonly text?: string;
  }

  export interface InputClause {
    readonly inputExpression?: Text;
    readonly inputValues?: Text;
  }

  export interface OutputClause {
    readonly name?: string;
    readonly outputValues?: Text;
    readonly defaultOutputEntry?: Text;
  }

  export interface DecisionRule {
    readonly id?: string;
    readonly inputEntry?: readonly Text[];
    readonly outputEntry?: readonly Text[];
    readonly annotationEntry?: readonly Text[];
  }

  export interface DecisionLogic {
    readonly $type: string;
    readonly hitPolicy?: string;
    readonly aggregation?: string;
    readonly input?: readonly InputClause[];
    readonly output?: readonly OutputClause[];
    readonly annotation?: readonly { readonly name?: string }[];
    readonly rule?: readonly DecisionRule[];
  }

  export interface DrgElement {
    readonly $type: string;
    /** Attributes of other namespaces, under the name that the file gives them. */
    readonly $attrs: Readonly<Record<string, string>>;
    readonly id?: string;
    readonly decisionLogic?: DecisionLogic;
  }

  export interface Definitions {
    readonly drgElement?: readonly DrgElement[];
  }

  export interface ParseResult {
    readonly rootElement: Definitions;
    readonly warnings: readonly { readonly message: string }[];
  }

  export class DmnModdle {
    /** Rejects when the text is no XML or its root is not of `type`. */
    fromXML(xml: string, type: 'dmn:Definitions'): Promise<ParseResult>;
  }
}
