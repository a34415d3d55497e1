import type {
  Basis,
  Category,
  Confidence,
  IsoDate,
  Names,
  Origin,
  Phase,
  Precision,
} from './record.ts';
import type { StatusKey } from './status.ts';

/** An agenda as a file holds it, and as `import` takes and `export` gives it. */
export interface AgendaDocument extends AgendaHead {
  readonly issues: readonly IssueDocument[];
}

/** All of a document but its issues, which may be too many to hold at once. */
export interface AgendaHead {
  readonly schema_version: '1.0';
  readonly dataset: DatasetDocument;
  readonly parties: readonly PartyDocument[];
  readonly context?: ContextDocument;
  readonly sources: readonly SourceDocument[];
}

export interface DatasetDocument {
  readonly id: string;
  readonly title: string;
  readonly names?: Names;
  readonly kind: 'bilateral' | 'multilateral';
  readonly start_date: IsoDate;
  readonly end_date: IsoDate;
  readonly timezone: string;
  readonly location?: string;
  readonly as_of: IsoDate;
  readonly as_of_label?: string;
  readonly coverage_end: IsoDate;
  readonly languages?: readonly string[];
  readonly statuses: string;
  readonly disclaimer?: string;
}

export interface PartyDocument {
  readonly id: string;
  readonly name: string;
  readonly short?: string;
  readonly names?: Names;
}

export interface ContextDocument {
  readonly goals?: readonly StatementDocument[];
  readonly expectations?: readonly StatementDocument[];
  readonly contacts?: readonly HappeningDocument[];
  readonly events?: readonly HappeningDocument[];
}

export interface StatementDocument {
  readonly text: string;
  readonly attribution: string;
  readonly basis: Basis;
}

export interface HappeningDocument {
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly what: string;
  readonly basis: Basis;
  readonly sources: readonly string[];
}

export interface SourceDocument {
  readonly id: string;
  readonly publisher: string;
  readonly date: string;
  readonly url: string;
  readonly about?: string;
  readonly kind?: 'seed' | 'news' | 'official' | 'readout' | 'analysis';
  readonly lang?: string;
}

export interface IssueDocument {
  readonly key: string;
  readonly title: string;
  readonly names?: Names;
  readonly aliases: readonly string[];
  readonly category: Category;
  readonly origin: Origin;
  readonly summary: string;
  readonly positions: Readonly<Record<string, PositionDocument>>;
  readonly owners: readonly OwnerDocument[];
  readonly owner_note?: string;
  readonly history: readonly EntryDocument[];
  readonly evidence: readonly QuoteDocument[];
  readonly related: readonly string[];
}

export interface PositionDocument {
  readonly text: string;
  readonly basis: Basis;
}

export interface OwnerDocument {
  readonly party: string;
  readonly name: string;
  readonly role?: string;
  readonly basis: Basis;
}

export interface EntryDocument {
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly status: StatusKey;
  readonly phase: Phase;
  readonly note: string;
  readonly attribution: string;
  readonly basis: Basis;
  readonly confidence: Confidence;
  readonly sources: readonly string[];
  readonly reported?: IsoDate;
  readonly date_note?: string;
}

export interface QuoteDocument {
  readonly quote: string;
  readonly speaker: string;
  readonly speaker_type:
    | 'named-official'
    | 'unnamed-official'
    | 'unnamed-source'
    | 'outlet'
    | 'official-text';
  readonly via?: string;
  readonly source: string;
  readonly supports: string;
  readonly caveat?: string;
}
