/** The part of dmn-moddle that we read; the package brings no types. An element that a file leaves out is undefined. */
declare module 'dmn-moddle' {
  export interface Text {
    readonly text?: string;
    readonly typeRef?: string;
    readonly expressionLanguage?: string;
    readonly importedValues?: unknown;
  }

  export interface InputClause {
    readonly inputExpression?: Text;
    readonly inputValues?: Text;
  }

  export interface OutputClause {
    readonly name?: string;
    readonly typeRef?: string;
    readonly outputValues?: Text;
    readonly defaultOutputEntry?: Text;
  }

  export interface DecisionRule {
    readonly id?: string;
    readonly inputEntry?: readonly Text[];
    readonly outputEntry?: readonly Text[];
    readonly annotationEntry?: readonly Text[];
  }

  export interface InformationItem {
    readonly name?: string;
    readonly typeRef?: string;
  }

  export interface ContextEntry {
    readonly variable?: InformationItem;
    readonly value?: DecisionLogic;
  }

  /** Any boxed expression: a decision table, a literal expression, a context, or one that we do not know. */
  export interface DecisionLogic extends Text {
    readonly $type: string;
    readonly hitPolicy?: string;
    readonly aggregation?: string;
    readonly input?: readonly InputClause[];
    readonly output?: readonly OutputClause[];
    readonly annotation?: readonly { readonly name?: string }[];
    readonly rule?: readonly DecisionRule[];
    readonly contextEntry?: readonly ContextEntry[];
  }

  export interface ElementReference {
    readonly href?: string;
  }

  export interface InformationRequirement {
    readonly requiredDecision?: ElementReference;
    readonly requiredInput?: ElementReference;
  }

  export interface DrgElement {
    readonly $type: string;
    /** Attributes of other namespaces, under the name that the file gives them. */
    readonly $attrs: Readonly<Record<string, string>>;
    readonly id?: string;
    readonly name?: string;
    readonly variable?: InformationItem;
    readonly informationRequirement?: readonly InformationRequirement[];
    readonly knowledgeRequirement?: readonly unknown[];
    readonly decisionLogic?: DecisionLogic;
  }

  export interface ItemDefinition {
    readonly name?: string;
    readonly typeRef?: string;
    readonly typeLanguage?: string;
    readonly isCollection?: boolean;
    readonly allowedValues?: Text;
    readonly itemComponent?: readonly ItemDefinition[];
    readonly functionItem?: unknown;
  }

  export interface Definitions {
    readonly namespace?: string;
    readonly expressionLanguage?: string;
    readonly typeLanguage?: string;
    readonly import?: readonly { readonly name?: string }[];
    readonly itemDefinition?: readonly ItemDefinition[];
    readonly drgElement?: readonly DrgElement[];
  }

  export interface ParseResult<T> {
    readonly rootElement: T;
    readonly warnings: readonly { readonly message: string }[];
  }

  /** A vocabulary of XML elements beside DMN's own. */
  export interface Package {
    readonly name: string;
    readonly prefix: string;
    readonly uri: string;
    readonly xml: { readonly tagAlias: 'lowerCase' };
    readonly types: readonly {
      readonly name: string;
      readonly superClass?: readonly string[];
      readonly properties: readonly {
        readonly name: string;
        readonly type: string;
        readonly isAttr?: boolean;
        readonly isMany?: boolean;
        readonly isBody?: boolean;
        readonly xml?: { readonly serialize: 'property' };
      }[];
    }[];
  }

  export class DmnModdle {
    constructor(packages?: Readonly<Record<string, Package>>);
    /** Rejects when the text is no XML or its root is not of `type`. */
    fromXML(xml: string, type: 'dmn:Definitions'): Promise<ParseResult<Definitions>>;
    fromXML(xml: string, type: string): Promise<ParseResult<unknown>>;
  }
}
