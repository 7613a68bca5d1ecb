import Core
import HTTPTypes
import Storage

/// The addresses of policies for people, and of what they say of a firm.
enum PolicyRoutes {
    static let all: [Route] = [
        .get("/policies", .signedIn) { ask, _ in try PolicyListPages.list(ask) },
        .get("/policies/:policy", .signedIn) { ask, _ in try PolicyLawPage.answer(ask) },
        // It leaves a record of the reading, so it acts.
        Route(
            method: .get, path: "/enterprises/:code/policies/:policy", access: .permission(.readBook),
            work: .acting { ask in
                try await EnterpriseAccess.read(ask, .page) { firm, connection in
                    try ExplanationPage.answer(ask, firm, connection)
                }
            }),
        .post("/enterprises/:code/policies/:policy", .permission(.tellFacts), KeptDecisions.keep),
    ]
}
