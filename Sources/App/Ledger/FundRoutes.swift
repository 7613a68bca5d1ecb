import Core
import HTTPTypes
import Storage

/// The addresses of the risk-sharing funds.
enum FundRoutes {
    static let all: [Route] = [
        .get("/funds", .permission(.readLedger)) { ask, connection in
            let treasuries = try FundStore.treasuries(ask.person, connection)
            if ask.person.organisation.kind == .treasury, let own = treasuries.first {
                return .redirect(to: "/funds/\(PercentText.encode(own.code))")
            }
            guard ask.person.organisation.kind == .supervisor else { throw RequestRefusal.notFound }
            return try FundPages.all(ask, treasuries, connection)
        },
        .get("/funds/:key", .permission(.readLedger)) { ask, connection in
            let treasury = try FundStore.treasury(ask.part("key"), ask.person, connection)
            return try FundPages.one(ask, treasury, connection)
        },
    ]
}
