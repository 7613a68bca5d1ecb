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
            let token = try await ask.write("token.add") { try make(inputs, by: ask.person, $0) }
            return TokenPages.made(ask, token)
        } catch let refusal as any Refusal {
            let tokens = try await ask.site.book.database.read {
                try TokenStore.all(of: organisation.id, $0)
            }
            return TokenPages.list(ask, tokens, entered: { form[$0] }, refusal)
        }
    }

    /// Makes what the fields say. A machine gives away no more than it has, for no longer than it has it.
    static func make(_ inputs: Inputs, by visitor: Visitor, _ writing: Writing) throws -> String {
        let organisation = visitor.organisation
        let permissions = TokenPages.permissions(inputs, organisation.kind)
        guard !visitor.isMachine || permissions.isSubset(of: visitor.permissions) else {
            throw AccessRefusal.beyondOwnToken
        }
        let end =
            visitor.isMachine ? try TokenStore.end(of: visitor.person, writing.connection) : Int64.max
        return try TokenStore.add(
            name: inputs.text("name").lowercased(), displayName: inputs.text("display_name"),
            of: organisation, roles: roles(for: permissions, in: organisation.kind),
            permissions: permissions, days: Int(inputs.number("days")), until: end, by: visitor.person,
            writing)
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
