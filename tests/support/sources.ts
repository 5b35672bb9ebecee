import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** One import of a source file. */
export interface Import {
  from: string;
  /** Only types come in: nothing of it is left when the program runs. */
  isType: boolean;
}

/** One of our source files, read as its compiler reads it. */
export interface Source {
  /** 'server/posts/views.ts' */
  path: string;
  text: string;
  lines: number;
  imports: Import[];
  identifiers: Set<string>;
  hasDefaultExport: boolean;
  /** Only passes on what other files export. */
  isBarrel: boolean;
}

const root = new URL('../../', import.meta.url);
const folders = ['content', 'db', 'server', 'site', 'tests'];
const SOURCE = /\.(ts|mjs|astro)$/;

/** Every source file of the project, or those that are asked for, in the order of their paths. */
export function readSources(isAsked: (path: string) => boolean = () => true): Source[] {
  return folders
    .flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name.replaceAll('\\', '/')}`,
      ),
    )
    .filter((path) => SOURCE.test(path) && !path.endsWith('.d.ts') && isAsked(path))
    .sort()
    .map(readSource);
}

function readSource(path: string): Source {
  const text = readFileSync(new URL(path, root), 'utf8');
  const code = path.endsWith('.astro') ? frontmatterOf(text) : text;
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const source: Source = {
    path,
    text,
    lines: text.trimEnd().split('\n').length,
    imports: [],
    identifiers: new Set(),
    hasDefaultExport: false,
    isBarrel: file.statements.length > 0 && file.statements.every(passesOn),
  };
  note(file, source);
  return source;
}

function frontmatterOf(page: string): string {
  return page.startsWith('---') ? (page.split(/^---$/m)[1] ?? '') : '';
}

function passesOn(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

function note(node: ts.Node, source: Source): void {
  if (ts.isImportDeclaration(node)) {
    const phase = node.importClause?.phaseModifier;
    source.imports.push({
      from: textOf(node.moduleSpecifier),
      isType: phase === ts.SyntaxKind.TypeKeyword || hasOnlyTypes(node.importClause),
    });
  } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    source.imports.push({ from: textOf(node.moduleSpecifier), isType: node.isTypeOnly });
  } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [from] = node.arguments;
    if (from && ts.isStringLiteral(from)) source.imports.push({ from: from.text, isType: false });
  } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    source.imports.push({ from: textOf(node.argument.literal), isType: true });
  } else if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
    source.hasDefaultExport ||= node.parent === undefined || !ts.isDefaultClause(node);
  } else if (ts.isIdentifier(node) && !isKeyOfTable(node)) {
    source.identifiers.add(node.text);
  }
  ts.forEachChild(node, (child) => note(child, source));
}

/** Keys of a table of data are data: `{ 市: 'city' }`. */
function isKeyOfTable(node: ts.Identifier): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

function hasOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause || clause.name || !clause.namedBindings) return false;
  return (
    ts.isNamedImports(clause.namedBindings) &&
    clause.namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteral(node) ? node.text : '';
}
