import Core
import HTTPTypes
import Storage

/// The address of the limits: a guarantor's own; supervisors choose one.
enum LimitRoutes {
    static let all: [Route] = [
        .get("/limits", .permission(.readFigures)) { ask, connection in
            switch ask.person.organisation.kind {
            case .guarantor:
                guard let own = ask.person.organisation.institution else { throw RequestRefusal.notFound }
                if let code = ask.query["guarantor"], code != ask.person.organisation.code {
                    throw NotFound.institution(code)
                }
                return try LimitPages.page(ask, try InstitutionStore.load(own, connection), [], connection)
            case .supervisor:
                let all = try InstitutionStore.all(connection).filter { $0.kind == .guarantor }
                let code = ask.query["guarantor"] ?? ""
                let chosen = all.first { $0.code == code }
                if chosen == nil, !code.isEmpty { throw NotFound.institution(code) }
                return try LimitPages.page(ask, chosen, all, connection)
            default: throw RequestRefusal.forbidden
            }
        }
    ]
}
