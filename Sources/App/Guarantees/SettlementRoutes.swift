import Core
import HTTPTypes
import Storage

/// The addresses of statements between two institutions.
enum SettlementRoutes {
    static let all: [Route] = [
        .get("/settlements", .permission(.readLedger)) { ask, connection in
            guard let code = ask.query["with"] else { return try SettlementPages.list(ask, connection) }
            let pair = try pair(of: ask.query["of"], with: code, ask.person, connection)
            return try SettlementPages.statement(ask, pair, nil, connection)
        },
        .post("/settlements/tick", .anyOf([.enter, .approve])) { ask in
            let form = ask.form
            guard let from = Day(form["from"]), let until = Day(form["until"]), until >= from else {
                throw RequestRefusal.badRequest
            }
            try await ask.write("settlement.tick") { writing in
                let pair = try pair(of: nil, with: form["with"], ask.person, writing.connection)
                try SettlementTicks.tick(pair, from: from, until: until, by: ask.person, writing) {
                    Hexadecimal.text($0) == form["seen"]
                }
            }
            let query = Query().setting("with", form["with"]).setting("from", from.description)
                .setting("until", until.description).setting("done", "done")
            return .redirect(to: "/settlements" + query.text)
        },
    ]

    /// The visitor's own institution with another; any two for supervisors. Not there when they can't owe
    /// each other anything.
    static func pair(
        of own: String?, with code: String, _ visitor: Visitor, _ connection: Connection
    ) throws -> SettlementStore.Pair {
        let first =
            visitor.organisation.kind == .supervisor
            ? try InstitutionStore.find(code: own ?? "", connection)
            : try visitor.organisation.institution.map { try InstitutionStore.load($0, connection) }
        guard let first, let second = try InstitutionStore.find(code: code, connection),
            let pair = SettlementStore.Pair(first, second)
        else { throw NotFound.institution(code) }
        return pair
    }
}
