import Core
import HTTPTypes
import Storage

/// Tokens of an organisation's own systems: made, shown once, listed, revoked.
enum TokenRoutes {
    static let access = Route.Access.permission(.keepPeople)

    static let all: [Route] = [
        .get("/tokens", access) { ask, connection in
            let tokens = try TokenStore.all(of: ask.person.organisation.id, connection)
            return TokenPages.list(ask, tokens, entered: nil, nil)
        },
        .post("/tokens", access, add),
        .post("/tokens/:id/revoke", access, revoke),
    ]

    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        let form = ask.form
        let organisation = ask.person.organisation
        do {
            let inputs = try TokenPages.fields(for: organisation.kind).read { form[$0] }
            let permissions = TokenPages.permissions(inputs, organisation.kind)
            let roles = roles(for: permissions, in: organisation.kind)
            let person = ask.person.person
            let token = try await ask.write("token.add") { writing in
                try TokenStore.add(
                    name: inputs.text("name").lowercased(), displayName: inputs.text("display_name"),
                    of: organisation, roles: roles, permissions: permissions,
                    days: Int(inputs.number("days")), by: person, writing)
            }
            return TokenPages.made(ask, token)
        } catch let refusal as any Refusal {
            let tokens = try await ask.site.book.database.read {
                try TokenStore.all(of: organisation.id, $0)
            }
            return TokenPages.list(ask, tokens, entered: { form[$0] }, refusal)
        }
    }

    /// The fewest roles that allow it.
    private static func roles(for permissions: Set<Permission>, in kind: OrganisationKind) -> Set<Role> {
        Set(
            permissions.compactMap { permission in
                [Role.viewer, .clerk, .approver, .administrator].first {
                    Permission.granted(to: [$0], in: kind).contains(permission)
                }
            })
    }

    @Sendable private static func revoke(_ ask: Ask) async throws -> Answer {
        guard let token = Int64(ask.part("id")) else { throw RequestRefusal.notFound }
        let organisation = ask.person.organisation.id
        let isThere = try await ask.write("token.revoke") {
            try TokenStore.revoke(token, of: organisation, $0)
        }
        guard isThere else { throw RequestRefusal.notFound }
        return .redirect(to: "/tokens?done=revoke")
    }
}
