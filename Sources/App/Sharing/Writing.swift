import Core
public import Storage

/// One job's view of a write transaction: the connection, and who is doing what.
public struct Writing {
    let scope: WriteScope
    let actor: Actor
    let at: Int64
    let action: String
    let reason: String
    let keys: FieldKeyFile

    init(
        _ scope: WriteScope, _ actor: Actor, _ at: Int64, _ action: String, _ reason: String,
        _ keys: FieldKeyFile
    ) {
        self.scope = scope
        self.actor = actor
        self.at = at
        self.action = action
        self.reason = reason
        self.keys = keys
    }

    public var connection: Connection { scope.connection }

    /// Where the entries and claims of a guarantee are read: without a wait unless this transaction has
    /// changed it.
    func source(of guarantee: ID<Guarantee>) -> Connection {
        scope.changed.contains(guarantee) ? connection : connection.asBegun
    }

    /// The same with a reason of its own, for what was entered with one and is decided on by another.
    func because(_ reason: String) -> Writing { Writing(scope, actor, at, action, reason, keys) }

    func run<Output>(_ job: (Writing) throws -> Output) throws -> Output {
        let first = scope.recorded
        let output = try job(self)
        precondition(
            !connection.hasWritten || scope.recorded > first,
            "'\(action)' changed the book without an audit record")
        return output
    }

    /// Leaves the audit record of a change, and its ledger entry if there is one; returns their number.
    ///
    /// - Parameters:
    ///   - action: what was done, where it is finer than the action of the whole job.
    ///   - before: the changed fields as JSON; empty for what is new.
    ///   - sealing: the row that was changed, whose digest the record is to have.
    @discardableResult
    func record(
        _ subject: String, action: String? = nil, before: String = "", after: String,
        entry: RecordedEntry? = nil, sealing seal: RowSeal? = nil
    ) throws -> Int64 {
        try scope.append(
            at: at, actor: actor.name, action: action ?? self.action, subject: subject, reason: reason,
            before: before, after: seal?.added(to: after, connection) ?? after, entry: entry)
    }
}
