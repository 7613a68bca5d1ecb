public import Core
import Storage

/// The people of the demonstration province: those of one agreement's parties and of a firm under it, a
/// supervisor and the operator, so that one loan can be followed through all hands; and those of the support
/// platform that hosts most firms.
public enum DemonstrationPeople {
    /// The same for all of them; it is a demonstration.
    public static let password = "cassia-2017-demo"

    /// Someone who can sign in.
    public struct Person: Sendable {
        public let name: String
        public let organisation: String
        public let kind: OrganisationKind
        public let roles: Set<Role>
    }

    private static let supervisor = (code: "supervisor", name: "广西壮族自治区地方金融监管局(示例)")
    private static let platform = (code: "operator", name: "桂枝平台运维中心(示例)")
    private static let rolesByName: [(word: String, roles: Set<Role>)] = [
        ("clerk", [.clerk]), ("approver", [.approver]), ("viewer", [.viewer]), ("admin", [.administrator]),
    ]

    /// Adds those who are missing to a demonstration province and tells who they all are.
    public static func make(in book: Book, cost: PasswordHash.Cost = .standard) throws -> [Person] {
        let known = try book.database.readSynchronously { connection in
            try PersonStore.all(connection).filter { isDemonstrated($0.name) }.map {
                Person(
                    name: $0.name, organisation: $0.organisation.name, kind: $0.organisation.kind,
                    roles: $0.roles)
            }
        }
        return known + (try add(to: book, besides: Set(known.map(\.kind)), cost))
    }

    private static func isDemonstrated(_ name: String) -> Bool {
        OrganisationKind.allCases.contains { kind in
            Self.people(of: kind).contains { name == "\(kind.rawValue).\($0.word)" }
        }
    }

    private static func add(
        to book: Book, besides known: Set<OrganisationKind>, _ cost: PasswordHash.Cost
    ) throws -> [Person] {
        guard known.count < OrganisationKind.allCases.count else { return [] }
        let hash = try PasswordHash(new: password, name: "guarantor", cost: cost)
        return try book.writeSynchronously(as: .demonstration, "person.add") { writing in
            try organisations(besides: known, writing).flatMap { organisation in
                try people(of: organisation.kind).compactMap { word, roles in
                    let name = "\(organisation.kind.rawValue).\(word)"
                    guard let role = roles.first else { return nil }
                    try PersonStore.add(
                        name: name, displayName: "\(organisation.kind.name.zh)\(role.name.zh)",
                        of: organisation, roles: roles, password: hash, isFinal: true, writing)
                    return Person(
                        name: name, organisation: organisation.name, kind: organisation.kind, roles: roles)
                }
            }
        }
    }

    private static func people(of kind: OrganisationKind) -> [(word: String, roles: Set<Role>)] {
        switch kind {
        case .platformOperator: rolesByName.filter { $0.word == "admin" }
        case .platform: rolesByName.filter { $0.word != "approver" }
        default: rolesByName
        }
    }

    private static func organisations(
        besides known: Set<OrganisationKind>, _ writing: Writing
    ) throws -> [Organisation] {
        var found: [Organisation] = []
        if known.isEmpty {
            found = try codes(writing.connection).map { try OrganisationStore.findOrAdd(code: $0, writing) }
        }
        func add(_ kind: OrganisationKind, _ code: String, _ name: String) throws {
            guard !known.contains(kind) else { return }
            found.append(try OrganisationStore.add(code: code, name: name, kind: kind, writing))
        }
        if let host = try busiestPlatform(writing.connection) { try add(.platform, "platform", host) }
        try add(.supervisor, supervisor.code, supervisor.name)
        try add(.platformOperator, platform.code, platform.name)
        return found
    }

    /// The support platform that hosts most firms; nil before any is registered.
    private static func busiestPlatform(_ connection: Connection) throws -> String? {
        let sql: SQL = """
            SELECT s.name FROM support_platform s JOIN hosting h ON h.platform_id = s.id
            GROUP BY s.id, s.name ORDER BY COUNT(*) DESC, s.id LIMIT 1
            """
        return try connection.first(sql) { $0.text(0) }
    }

    /// A firm in force under the agreement of four parties that has most guarantees, and these parties.
    private static func codes(_ connection: Connection) throws -> [String] {
        let sql: SQL = """
            SELECT a.id, u.code, r.code, b.code, t.code FROM agreement a
            JOIN institution u ON u.id = a.guarantor_id JOIN institution r ON r.id = a.reguarantor_id
            JOIN institution b ON b.id = a.bank_id JOIN institution t ON t.id = a.treasury_id
            ORDER BY (SELECT COUNT(*) FROM guarantee g WHERE g.agreement_id = a.id) DESC, a.id LIMIT 1
            """
        let found = try connection.first(sql) { row in
            (agreement: row.int(0), parties: (1...4).map { row.text($0) })
        }
        guard let found else { return [] }
        let firm = SQL(
            """
            SELECT e.credit_code FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id
            JOIN guarantee_position p ON p.guarantee_id = g.id
            WHERE g.agreement_id = ? AND p.state = 'in_force' ORDER BY g.id LIMIT 1
            """, [.int(found.agreement)])
        let code = try connection.first(firm) { $0.text(0) }
        return (code.map { [$0] } ?? []) + found.parties
    }
}
