/// The eight tables of the return by their official names.
public enum ReturnTable: String, CaseIterable, Sendable {
    case institutions = "风险分担机构信息"
    case customers = "客户信息"
    case projects = "融资担保项目信息"
    case otherProjects = "非融资担保项目信息"
    case shares = "项目风险分担信息"
    case releases = "项目解保信息"
    case compensations = "项目代偿信息"
    case recoveries = "项目追偿信息"

    public var englishName: String {
        switch self {
        case .institutions: "institutions"
        case .customers: "customers"
        case .projects: "financing projects"
        case .otherProjects: "non-financing projects"
        case .shares: "shares"
        case .releases: "releases"
        case .compensations: "compensations"
        case .recoveries: "recoveries"
        }
    }
}
