import type { ApiUnderTest } from './api-under-test.ts'

/** What the tests read of an OpenAPI 3.1 document. */
export type OpenApiDocument = {
  readonly openapi: string
  readonly security: readonly object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}

type Content = Readonly<Record<string, { readonly schema: object }>>

type Operation = {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

/** An operation with its place in the document, and the security that holds for it. */
export type DescribedOperation = Operation & {
  readonly path: string
  readonly method: string
  readonly security: readonly object[]
}

/** The OpenAPI document, asked for without key. */
export async function describedApi(api: ApiUnderTest): Promise<OpenApiDocument> {
  return (await (await api.askAnonymously('/api/openapi.json')).json()) as OpenApiDocument
}

/** Every operation of the OpenAPI document. */
export async function describedOperations(api: ApiUnderTest): Promise<DescribedOperation[]> {
  const { paths, security } = await describedApi(api)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      security,
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
  )
}
