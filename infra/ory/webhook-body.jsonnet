// What Kratos sends to the webhooks. ory-local reads it, too: keep to paths of ctx (README.md).
function(ctx) {
  flow: { id: ctx.flow.id, type: ctx.flow.type },
  identity: {
    id: ctx.identity.id,
    schema_id: ctx.identity.schema_id,
    traits: ctx.identity.traits,
  },
}
