public import Core

/// Who is asking: a person or a machine, for which organisation, with which permissions.
public struct Visitor: Sendable {
    public let person: Int64
    /// The sign-in name; what the audit log says.
    public let name: String
    public let displayName: String
    public let organisation: Organisation
    public let roles: Set<Role>
    public let permissions: Set<Permission>
    /// Of the person's session; nil for a machine.
    let session: Int64?
    /// The word that a form of this session carries; empty for a machine.
    let formWord: String
    /// Whether nothing else can be done before the password is changed.
    let mustChangePassword: Bool
    /// The day on which they ask: a platform sees the firms that it hosts on it.
    var today = Day(number: 0)
    /// Notices to the organisation that nobody has read, counted up to a limit.
    var unread: Int64 = 0

    /// Whether it comes with a token; people come with a session.
    var isMachine: Bool { session == nil }

    var actor: Actor { Actor(name) }

    /// The word under which something is taken once, made one of the organisation's own.
    func own(_ once: String) -> String { "\(organisation.id):\(once)" }

    public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}

/// An organisation that uses the platform.
public struct Organisation: Sendable {
    public let id: Int64
    /// The code of its institution, a firm's unified social credit code, or a word.
    public let code: String
    public let name: String
    public let kind: OrganisationKind
    /// For those that take part in the sharing of losses.
    public let institution: ID<Institution>?
    /// The number of the support platform that it runs; nil for all others.
    var platform: Int64?

    /// Which party of a guarantee it is; nil for those that are none.
    public var doer: GuaranteeAction.Doer? { GuaranteeAction.Doer(rawValue: kind.rawValue) }
}
