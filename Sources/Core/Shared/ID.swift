/// The number of a record of one kind; numbers of different kinds do not mix.
public struct ID<Record>: Hashable, Comparable, Sendable {
    public let number: Int64

    public init(_ number: Int64) { self.number = number }

    public static func < (left: ID, right: ID) -> Bool { left.number < right.number }
}

extension ID: CustomStringConvertible {
    public var description: String { String(number) }
}
