import Core
import HTTPTypes
import Storage

/// The addresses of the ledger: its front page, one account, the trial balance, one entry.
enum LedgerRoutes {
    private static let access = Route.Access.permission(.readLedger)

    static let all: [Route] = [
        .get("/ledger", access) { ask, connection in try LedgerPages.front(ask, connection) },
        .get("/accounts/:key", access) { ask, connection in try AccountPages.statement(ask, connection) },
        .get("/entries/:key", access) { ask, connection in
            let entry = try EntrySight.load(ask.part("key"), ask.person, connection)
            return try EntryPages.detail(ask, entry, connection)
        },
        Route(
            method: .get, path: "/trial-balance", access: access,
            work: .acting { ask in
                let day = ask.query["on"].map { Day($0) } ?? ask.today
                guard let day else { return TrialBalancePages.page(ask, nil, []) }
                let balance = try await TrialBalance.read(ask.site.book, on: day)
                return TrialBalancePages.page(ask, day, TrialBalancePages.visible(balance, ask))
            }),
    ]
}
