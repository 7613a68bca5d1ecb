import Core
import HTTPTypes
import Storage

/// The addresses of single entitlements: looked at, seen by the firm, taken up by an officer.
enum EntitlementRoutes {
    static let all: [Route] = [
        // It leaves a record of the reading, so it acts.
        Route(
            method: .get, path: "/entitlements/:id", access: .permission(.readBook),
            work: .acting { ask in
                let (number, visitor) = (ask.part("id"), ask.person)
                let one = try await ask.site.book.database.read {
                    try Entitlement.load(number, for: visitor, $0)
                }
                return try await EnterpriseAccess.read(ask, .page, of: one.creditCode) { _, connection in
                    EntitlementPages.page(ask, try Entitlement.load(number, for: visitor, connection))
                }
            }),
        .post("/entitlements/:id/seen", .anyOf([.enter, .approve])) { ask in
            try await ask.write("entitlement.see") { try Entitlement.see(ask.part("id"), by: ask.person, $0) }
            return .redirect(to: "/")
        },
        .post("/entitlements/:id/take-up", .permission(.tellFacts)) { ask in
            let number = ask.part("id")
            do {
                try await ask.write("entitlement.take_up") {
                    try Entitlement.take(number, note: ask.form["note"], by: ask.person, $0)
                }
            } catch let refusal as EntitlementRefusal {
                return try await ask.site.book.database.read { connection in
                    EntitlementPages.page(
                        ask, try Entitlement.load(number, for: ask.person, connection), refusal)
                }
            }
            return .redirect(to: "/entitlements/\(number)")
        },
    ]
}
