/// The number of a record of one kind; numbers of different kinds do not mix.
public struct ID<Record>: Hashable, Comparable, Sendable {
    /// The number in the database.
    public let number: Int64

    /// An id for a number that the database or the App gave.
    public init(_ number: Int64) { self.number = number }

    public static func < (left: ID, right: ID) -> Bool { left.number < right.number }
}

extension ID: CustomStringConvertible {
    /// The digits.
    public var description: String { String(number) }
}
