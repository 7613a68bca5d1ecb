import Core
import HTTPTypes
import Storage

/// The addresses of single entitlements: looked at, seen by the firm, taken up by an officer.
enum EntitlementRoutes {
    static let all: [Route] = [
        .get("/entitlements/:id", .permission(.readBook)) { ask, connection in
            EntitlementPages.page(ask, try Entitlement.load(ask.part("id"), for: ask.person, connection))
        },
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
