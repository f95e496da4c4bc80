/* oxlint-disable unicorn/no-thenable -- what a rule of Spectral does stands under `then` */
import core, { type RulesetDefinition } from '@stoplight/spectral-core';
import functions from '@stoplight/spectral-functions';
import { OPENAPI_31 } from './openapi-31.ts';

const { createRulesetFunction } = core;
const { casing, pattern, schema, truthy, undefined: absent } = functions;

/** Of a path: what is a collection (a parameter follows it, or something is made in it) has a plural name in Dutch. */
const plural = createRulesetFunction<Record<string, unknown>, null>(
  { input: { type: 'object' }, options: null },
  (paths) =>
    Object.entries(paths).flatMap(([path, item]) => {
      const parts = path.split('/').slice(1);
      const isCollection = (part: string, at: number) =>
        /^[a-z]/.test(part) &&
        (parts[at + 1]?.startsWith('{') ||
          (at === parts.length - 1 && Object.hasOwn(item as object, 'post')));
      return parts
        .filter((part, at) => isCollection(part, at) && !/(?:en|s)$/.test(part))
        .map((part) => ({ message: `${part} in ${path} is not plural`, path: ['paths', path] }));
    }),
);

/** The parameters in the braces of a path are the path parameters of its operations, no more and no fewer. */
const templated = createRulesetFunction<Record<string, unknown>, null>(
  { input: { type: 'object' }, options: null },
  (paths) =>
    Object.entries(paths).flatMap(([path, item]) => {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
      return Object.entries(
        Object(item) as Record<string, { parameters?: { in: string; name: string }[] }>,
      ).flatMap(([method, { parameters = [] }]) => {
        const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        if (declared.toSorted().join() === named.join()) return [];
        return [{ message: `${method} ${path} declares ${declared.join()}`, path: ['paths', path, method] }];
      });
    }),
);

const unique = createRulesetFunction<Record<string, unknown>, null>(
  { input: { type: 'object' }, options: null },
  (paths) => {
    const ids = Object.values(paths).flatMap((item) =>
      Object.values(Object(item) as Record<string, { operationId?: string }>).map(
        ({ operationId }) => operationId,
      ),
    );
    return ids
      .filter((id, at) => ids.indexOf(id) !== at)
      .map((id) => ({ message: `operationId ${id} stands twice` }));
  },
);

const OPERATIONS = '$.paths[*][?(@property.match(/^(get|put|post|patch|delete)$/))]';
const PROBLEMS = '$.paths[*][*].responses[?(@property.match(/^[45]/))]';
const SUCCESSES = '$.paths[*][*].responses[?(@property.match(/^2/))]';
const COVERED = '.content[application/json].schema';

const problemWith = (required: readonly string[]) => ({
  type: 'object',
  required: ['type', 'properties'],
  properties: {
    type: { const: 'object' },
    required: { type: 'array', allOf: required.map((name) => ({ contains: { const: name } })) },
  },
});

/**
 * The NLGov REST API Design Rules (2.1, and of 2.2 the form of mistakes) that a document can show, and with them that it is
 * OpenAPI 3.1. Names are those of the rules at logius-standaarden.github.io/API-Design-Rules.
 */
export const NLGOV: RulesetDefinition = {
  rules: {
    'openapi-31': {
      given: '$',
      severity: 'error',
      then: {
        function: schema,
        functionOptions: { schema: OPENAPI_31, dialect: 'draft2020-12', allErrors: true },
      },
    },
    'path-parameters': { given: '$.paths', severity: 'error', then: { function: templated } },
    'operation-id-unique': { given: '$.paths', severity: 'error', then: { function: unique } },
    'core/doc-openapi': {
      given: '$.openapi',
      severity: 'error',
      then: { function: pattern, functionOptions: { match: '^3\\.' } },
    },
    'core/doc-openapi-contact': {
      given: '$.info',
      severity: 'error',
      then: [
        { field: 'contact.name', function: truthy },
        { field: 'contact.url', function: truthy },
      ],
    },
    'core/doc-described': {
      given: OPERATIONS,
      severity: 'error',
      then: [
        { field: 'summary', function: truthy },
        { field: 'tags[0]', function: truthy },
        { field: 'security', function: schema, functionOptions: { schema: { type: 'array' } } },
      ],
    },
    'core/publish-openapi': {
      given: '$.paths',
      severity: 'error',
      then: {
        function: schema,
        functionOptions: {
          schema: {
            type: 'object',
            required: ['/openapi.json'],
            properties: {
              '/openapi.json': {
                type: 'object',
                required: ['get'],
                maxProperties: 1,
                properties: {
                  get: {
                    type: 'object',
                    properties: {
                      responses: {
                        type: 'object',
                        properties: {
                          '200': {
                            type: 'object',
                            required: ['headers'],
                            properties: {
                              headers: { type: 'object', required: ['access-control-allow-origin'] },
                            },
                          },
                        },
                      },
                      security: { maxItems: 0 },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
    'core/uri-version': {
      given: '$.servers[*].url',
      severity: 'error',
      then: { function: pattern, functionOptions: { match: '^https?://[^/]+(/[^/]+)*/v\\d+$' } },
    },
    'core/semver': {
      given: '$.info.version',
      severity: 'error',
      then: { function: pattern, functionOptions: { match: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$' } },
    },
    'core/version-header': {
      given: '$.paths[*][*].responses[*]',
      severity: 'error',
      then: { field: 'headers.API-Version', function: truthy },
    },
    'core/no-trailing-slash': {
      given: '$.paths[*]~',
      severity: 'error',
      then: { function: pattern, functionOptions: { notMatch: '/$' } },
    },
    'core/path-segments-kebab-case': {
      given: '$.paths[*]~',
      severity: 'error',
      then: {
        function: pattern,
        functionOptions: { match: '^(/(([a-z0-9]+(-[a-z0-9]+)*)(\\.json)?|\\{[a-z][a-zA-Z0-9]*\\}))+/?$' },
      },
    },
    'core/query-keys-camel-case': {
      given: "$.paths..parameters[?(@.in=='query')].name",
      severity: 'error',
      then: { function: casing, functionOptions: { type: 'camel' } },
    },
    'core/naming-collections': { given: '$.paths', severity: 'error', then: { function: plural } },
    'core/http-methods': {
      given: '$.paths[*]',
      severity: 'error',
      then: {
        function: schema,
        functionOptions: {
          schema: {
            type: 'object',
            propertyNames: {
              enum: ['get', 'put', 'post', 'patch', 'delete', 'parameters', 'summary', 'description'],
            },
          },
        },
      },
    },
    'core/http-safety': {
      given: '$.paths[*].get',
      severity: 'error',
      then: { field: 'requestBody', function: absent },
    },
    'core/error-handling/problem-details': {
      given: PROBLEMS,
      severity: 'error',
      then: {
        field: 'content',
        function: schema,
        functionOptions: {
          schema: { type: 'object', required: ['application/problem+json'], maxProperties: 1 },
        },
      },
    },
    'core/error-handling/problem-members': {
      given: `${PROBLEMS}.content[application/problem+json].schema`,
      severity: 'error',
      then: { function: schema, functionOptions: { schema: problemWith(['status', 'title', 'detail']) } },
    },
    'core/error-handling/invalid-input': {
      given: "$.paths[*][*].responses['400'].content[application/problem+json].schema.properties",
      severity: 'error',
      then: {
        field: 'errors.items',
        function: schema,
        functionOptions: { schema: { allOf: [problemWith(['in', 'location', 'code', 'detail'])] } },
      },
    },
    'core/transport/no-sensitive-uris': {
      given: "$.paths..parameters[?(@.in=='query' || @.in=='path')].name",
      severity: 'error',
      then: {
        function: pattern,
        functionOptions: {
          notMatch:
            '/(token|secret|geheim|wachtwoord|volgcode|api.?key|bsn|e-?mail|telefoon|^naam$|namens)/i',
        },
      },
    },
    'core/date-time': {
      given: '$..properties[?(@property.match(/(Op|Vanaf|Tot|Sinds|moment)$|^(op|uiterlijk)$/))]',
      severity: 'error',
      then: {
        function: schema,
        functionOptions: {
          schema: { type: 'object', properties: { format: { const: 'date-time' } }, required: ['format'] },
        },
      },
    },
    'core/return-objects': {
      given: `${SUCCESSES}${COVERED}`,
      severity: 'error',
      then: { field: 'type', function: pattern, functionOptions: { match: '^object$' } },
    },
    'house/properties-camel-case': {
      given: '$.components.schemas..properties[*]~',
      severity: 'error',
      then: { function: pattern, functionOptions: { match: '^(_links|[a-z][a-zA-Z0-9]*)$' } },
    },
    'house/no-counts': {
      given: '$.components.schemas..properties[*]~',
      severity: 'error',
      then: { function: pattern, functionOptions: { notMatch: '^(totaal|aantal|count|total)' } },
    },
    'house/pages-have-a-limit': {
      given: "$.paths..parameters[?(@.name=='limit')].schema",
      severity: 'error',
      then: {
        function: schema,
        functionOptions: {
          schema: { type: 'object', required: ['maximum'], properties: { maximum: { maximum: 100 } } },
        },
      },
    },
    'house/too-many-says-when': {
      given: "$.paths[*][*].responses['429']",
      severity: 'error',
      then: { field: 'headers.Retry-After', function: truthy },
    },
  },
};
