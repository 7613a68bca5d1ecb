import Core
import HTTPTypes
import Storage

/// The addresses of one guarantee.
enum GuaranteeRoutes {
    static let all: [Route] = [
        .get("/guarantees/:key", .permission(.readBook)) { ask, connection in
            let seen = try GuaranteeSight.load(number: ask.part("key"), ask.person, connection)
            return try GuaranteePages.detail(ask, seen, connection)
        }
    ]
}
