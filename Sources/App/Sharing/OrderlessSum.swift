/// A sum over pairs that does not depend on their order, to compare two sets of rows that are each read once.
/// Each pair is mixed (splitmix64), so that sums of different pairs are hardly ever the same.
struct OrderlessSum: Equatable, Sendable {
    private var sum: UInt64 = 0

    mutating func add(_ first: Int64, _ second: Int64) {
        var bits = UInt64(bitPattern: first) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: second)
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        sum &+= bits ^ bits >> 31
    }

    /// A text (FNV-1a) and a number.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ number: Int64) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        add(Int64(bitPattern: hash), number)
    }

    mutating func add(_ other: OrderlessSum) { sum &+= other.sum }
}
