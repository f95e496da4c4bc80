/* oxlint-disable unicorn/no-thenable -- a word of JSON Schema */
/**
 * What OpenAPI 3.1 asks of a document, as far as this one goes: written from the specification (spec.openapis.org/oas/v3.1.0),
 * because no package at hand carries its schema. It is strict where the specification leaves room that we do not use.
 */
const description = { description: { type: 'string' }, summary: { type: 'string' } };
const aSchema = { type: ['object', 'boolean'] };
const content = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: '^[\\w.+-]+/[\\w.+*-]+$' },
  additionalProperties: {
    type: 'object',
    required: ['schema'],
    properties: { schema: aSchema, examples: { type: 'object' } },
    additionalProperties: false,
  },
};
const parameter = {
  type: 'object',
  required: ['name', 'in', 'schema'],
  properties: {
    ...description,
    name: { type: 'string', minLength: 1 },
    in: { enum: ['path', 'query', 'header'] },
    required: { type: 'boolean' },
    schema: aSchema,
  },
  additionalProperties: false,
  if: { properties: { in: { const: 'path' } } },
  then: { required: ['required'], properties: { required: { const: true } } },
};
const response = {
  type: 'object',
  required: ['description'],
  properties: {
    ...description,
    headers: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['schema'],
        properties: { ...description, schema: aSchema },
        additionalProperties: false,
      },
    },
    content,
  },
  additionalProperties: false,
};
const operation = {
  type: 'object',
  required: ['responses', 'operationId'],
  properties: {
    ...description,
    operationId: { type: 'string', pattern: '^[a-z]\\w+$' },
    tags: { type: 'array', items: { type: 'string' } },
    security: {
      type: 'array',
      items: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    },
    parameters: { type: 'array', items: parameter },
    requestBody: {
      type: 'object',
      required: ['content'],
      properties: { ...description, required: { type: 'boolean' }, content },
      additionalProperties: false,
    },
    responses: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^([1-5]\\d\\d|default)$' },
      additionalProperties: response,
    },
  },
  additionalProperties: false,
};

export const OPENAPI_31 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      properties: {
        ...description,
        title: { type: 'string' },
        version: { type: 'string' },
        contact: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            url: { type: 'string', format: 'uri' },
            email: { type: 'string', format: 'email' },
          },
          additionalProperties: false,
        },
        license: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string' },
            identifier: { type: 'string' },
            url: { type: 'string', format: 'uri' },
          },
          not: { required: ['identifier', 'url'] },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    servers: {
      type: 'array',
      items: { type: 'object', required: ['url'], properties: { url: { type: 'string' }, ...description } },
    },
    tags: {
      type: 'array',
      items: { type: 'object', required: ['name'], properties: { ...description, name: { type: 'string' } } },
    },
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: { type: 'object', additionalProperties: operation },
    },
    webhooks: { type: 'object', maxProperties: 0 },
    components: {
      type: 'object',
      properties: {
        schemas: { type: 'object', propertyNames: { pattern: '^[\\w.-]+$' }, additionalProperties: aSchema },
        parameters: { type: 'object', additionalProperties: parameter },
        securitySchemes: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['type', 'flows'],
            properties: {
              type: { const: 'oauth2' },
              flows: {
                type: 'object',
                additionalProperties: {
                  type: 'object',
                  required: ['tokenUrl', 'scopes'],
                  properties: {
                    tokenUrl: { type: 'string', format: 'uri' },
                    scopes: { type: 'object', additionalProperties: { type: 'string' } },
                  },
                },
              },
            },
          },
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
