import Core
import HTTPTypes
import Storage

/// The address of one institution.
enum InstitutionRoutes {
    static let all: [Route] = [
        .get("/institutions/:key", .permission(.readBook)) { ask, connection in
            let code = ask.part("key")
            guard let institution = try InstitutionStore.find(code: code, connection) else {
                throw NotFound.institution(code)
            }
            return try InstitutionPages.detail(ask, institution, connection)
        }
    ]
}
