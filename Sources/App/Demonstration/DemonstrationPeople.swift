public import Core
import Storage

/// The people of the demonstration province: those of one agreement's parties and of a firm under it, a
/// supervisor and the operator, so that one loan can be followed through all hands.
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
        let people = try book.database.readSynchronously { connection in
            try PersonStore.all(connection).filter { isDemonstrated($0.name) }.map {
                Person(
                    name: $0.name, organisation: $0.organisation.name, kind: $0.organisation.kind,
                    roles: $0.roles)
            }
        }
        return people.isEmpty ? try add(to: book, cost) : people
    }

    private static func isDemonstrated(_ name: String) -> Bool {
        OrganisationKind.allCases.contains { kind in
            Self.people(of: kind).contains { name == "\(kind.rawValue).\($0.word)" }
        }
    }

    private static func add(to book: Book, _ cost: PasswordHash.Cost) throws -> [Person] {
        let hash = try PasswordHash(new: password, name: "guarantor", cost: cost)
        return try book.writeSynchronously(as: .demonstration, "person.add") { writing in
            try organisations(writing).flatMap { organisation in
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
        default: rolesByName
        }
    }

    private static func organisations(_ writing: Writing) throws -> [Organisation] {
        let codes = try codes(writing.connection)
        let parties = try codes.map { try OrganisationStore.findOrAdd(code: $0, writing) }
        return parties + [
            try OrganisationStore.add(
                code: supervisor.code, name: supervisor.name, kind: .supervisor, writing),
            try OrganisationStore.add(
                code: platform.code, name: platform.name, kind: .platformOperator, writing),
        ]
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
