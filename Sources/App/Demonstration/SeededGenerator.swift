/// The random numbers of the demonstration province: SplitMix64 (Steele, Lea and Flood, 2014), so that the
/// same seed gives the same province on every machine and with every release of Swift.
struct SeededGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A generator of its own for one part of the province, so that a change of one part leaves the others
    /// alone.
    mutating func fork() -> SeededGenerator { SeededGenerator(seed: next()) }

    /// Every number of the range is as likely.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
    }

    /// The smaller of two: small numbers are more likely.
    mutating func low(_ range: ClosedRange<Int>) -> Int { min(number(range), number(range)) }

    /// The greater of two: great numbers are more likely.
    mutating func high(_ range: ClosedRange<Int>) -> Int { max(number(range), number(range)) }

    mutating func chance(percent: Int) -> Bool { number(1...100) <= percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    /// An index, each as likely as its weight.
    mutating func pick(weights: [Int]) -> Int {
        var left = number(1...weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left <= 0 { return index }
        }
        preconditionFailure("the weights add up to their sum")
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, number(0...last))
        }
        return elements
    }
}
