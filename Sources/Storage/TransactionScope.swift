/// What the jobs of one write transaction share: it is made when the transaction begins and is gone when it
/// ends, so that it may keep what only the writer changes, such as the head of a chain or balances.
public protocol TransactionScope: AnyObject, SendableMetatype {
    /// Called in the transaction. Nobody else can write until it ends.
    init(_ connection: Connection) throws

    /// Writes what the scope has kept back. When it throws, the transaction is undone.
    func beforeCommit() throws

    /// A query that returns a row if, and only if, this transaction is in the database, for the case that the
    /// server goes away during the commit. Asked for after ``beforeCommit()``.
    var witness: SQL? { get }
}

/// The scope of a database whose jobs share nothing but the connection.
public final class PlainScope: TransactionScope {
    public let connection: Connection

    public init(_ connection: Connection) {
        self.connection = connection
    }

    public func beforeCommit() {}

    public var witness: SQL? { nil }
}
