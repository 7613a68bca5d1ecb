/// A value bound to a statement. Numbers are whole: money in fen, rates in millionths, days as their number.
public enum Value: Hashable, Sendable {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])
}
