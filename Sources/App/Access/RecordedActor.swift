import Core
import Storage

/// Who recorded something, as far as a visitor may know: one's own people by name, those of others by their
/// organisation and role, programs by what they are called.
struct RecordedActor: Sendable {
    /// As the audit log has it.
    let name: String
    /// The person of that name; nil for a program.
    let person: Person?

    struct Person: Sendable {
        let displayName: String
        let organisation: Int64
        let organisationName: String
        let roles: Set<Role>
    }

    /// Of `audit u` with `tables`.
    static let columns = "u.actor, w.display_name, w.organisation_id, v.name, w.roles"
    static let tables =
        "LEFT JOIN person w ON w.name = u.actor LEFT JOIN organisation v ON v.id = w.organisation_id"

    /// Reads what `columns` has.
    ///
    /// - Parameter place: of the first of them.
    init(_ row: borrowing Row, at place: Int) {
        name = row.text(place)
        person = row.optionalText(place + 1).map {
            Person(
                displayName: $0, organisation: row.int(place + 2), organisationName: row.text(place + 3),
                roles: Role.set(row.text(place + 4)) ?? [])
        }
    }

    func shown(to visitor: Visitor, _ t: Language) -> String {
        guard let person else { return name }
        if person.organisation == visitor.organisation.id { return person.displayName }
        return "\(person.organisationName) · \(RecordedActor.text(person.roles, t))"
    }

    /// Roles in words.
    static func text(_ roles: Set<Role>, _ t: Language) -> String {
        roles.sorted().map { t($0.name) }.joined(separator: t("、", ", "))
    }
}
