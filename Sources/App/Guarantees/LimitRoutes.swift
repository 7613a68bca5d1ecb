import Core
import HTTPTypes
import Storage

/// The address of the limits: a guarantor's own; supervisors choose one.
enum LimitRoutes {
    static let all: [Route] = [
        .get("/limits", .permission(.readFigures)) { ask, connection in
            let all = try guarantors(ask.person, connection)
            let isSupervisor = ask.person.organisation.kind == .supervisor
            let code = ask.query["guarantor"] ?? (isSupervisor ? "" : ask.person.organisation.code)
            let chosen = isSupervisor && code.isEmpty ? nil : try find(code, among: all)
            return try LimitPages.page(ask, chosen, isSupervisor ? all : [], connection)
        }
    ]

    /// Those whose limits the visitor may see: a guarantor its own, supervisors all.
    static func guarantors(_ visitor: Visitor, _ connection: Connection) throws -> [Institution] {
        switch visitor.organisation.kind {
        case .guarantor:
            guard let own = visitor.organisation.institution else { throw RequestRefusal.notFound }
            return [try InstitutionStore.load(own, connection)]
        case .supervisor: return try InstitutionStore.all(connection).filter { $0.kind == .guarantor }
        default: throw RequestRefusal.forbidden
        }
    }

    static func find(_ code: String, among all: [Institution]) throws -> Institution {
        guard let found = all.first(where: { $0.code == code }) else { throw NotFound.institution(code) }
        return found
    }
}
