import Core
import HTTPTypes
import Storage

/// The addresses of one agreement, and of what becomes a new one.
enum AgreementRoutes {
    static let all: [Route] = [
        .get("/agreements/:key", .permission(.readBook)) { ask, connection in
            let number = ask.part("key")
            if number == AgreementActions.newKey { return try AgreementPages.new(ask, connection) }
            let agreement = try AgreementSight.load(number, ask.person, connection)
            return try AgreementPages.detail(ask, agreement, connection)
        }
    ]
}
