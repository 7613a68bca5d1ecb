import Core
import Storage

/// Something that a person can do to a record: its form, what it would bring about, and doing it. Pages,
/// the API
/// and approvals all work from this one declaration.
struct FormAction: Sendable {
    /// Such as `compensate`; part of the address.
    let name: String
    let title: Sentence
    let fields: [FormField]
    let needsSecondPerson: Bool
    /// Of the record when it was looked at.
    let version: Int64
    /// What the record is called, for headings and lists: its number and name.
    let subjectTitle: String
    /// What would be recorded, worked out and not recorded.
    let preview: @Sendable (Inputs, Connection) throws -> Preview
    /// Does it, and says what its entry or record is called where that is of use.
    let perform: @Sendable (Inputs, Doing, Writing) throws -> Void

    /// What an action may want to know of its being done.
    struct Doing: Sendable {
        /// The record's version that the one who decides has seen; nil for records without one.
        let version: Int64?
        /// Unique to what was entered: an idempotency key where the form gives none.
        let reference: String
    }
}

/// What an action would bring about, shown before it is done.
struct Preview: Sendable {
    struct Line: Sendable {
        let title: Sentence
        let value: Sentence
    }
    struct Posting: Sendable {
        let account: Sentence
        /// Debit positive, credit negative.
        let amount: Fen
    }
    struct NewClaim: Sendable {
        let debtor: String
        let creditor: String
        let amount: Fen
        let dueOn: Day?
    }

    var lines: [Line] = []
    var postings: [Posting] = []
    var claims: [NewClaim] = []
}

/// The actions on the records of one collection, such as `guarantees`.
struct ActionSource: Sendable {
    /// The first part of the addresses of its records.
    let collection: String
    /// The actions that the visitor could take now, for a list of buttons. The record concerns the visitor.
    let available: @Sendable (_ key: String, Visitor, _ today: Day, Connection) throws -> [Head]
    /// One action; throws what an address that is not there throws when the record does not concern the
    /// visitor or the action is not theirs.
    let load:
        @Sendable (_ key: String, _ name: String, Visitor, _ today: Day, Connection) throws -> FormAction
    /// All names with their titles and fields, for the description of the API.
    let all: @Sendable () -> [Head]

    struct Head: Sendable {
        let name: String
        let title: Sentence
        let fields: [FormField]
    }
}

/// All collections whose records people act on.
enum ActionSources {
    static let all: [ActionSource] = [
        GuaranteeActions.source, AgreementActions.source, InstitutionActions.source, FundActions.source,
        EntryActions.source,
    ]

    static func source(of collection: String) throws -> ActionSource {
        guard let source = all.first(where: { $0.collection == collection }) else {
            throw RequestRefusal.notFound
        }
        return source
    }

    /// An action by the subject that a proposal keeps, such as `guarantees/G1`.
    static func load(
        _ name: String, on subject: String, _ visitor: Visitor, _ today: Day, _ connection: Connection
    ) throws -> FormAction {
        let (collection, key) = split(subject)
        return try source(of: collection).load(key, name, visitor, today, connection)
    }

    static func split(_ subject: String) -> (collection: String, key: String) {
        let halves = subject.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
    }

    /// Where a subject's page is.
    static func address(of subject: String) -> String {
        let (collection, key) = split(subject)
        return "/\(collection)/\(PercentText.encode(key))"
    }
}
