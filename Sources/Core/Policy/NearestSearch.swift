/// Branch and bound over ranges of facts: the cheapest point at which a verdict is surely yes.
///
/// A box gives some facts a range of steps away from what they are. The box whose nearest corner is cheapest
/// is looked at first: no everywhere drops it, yes everywhere makes its corner the answer, since all other
/// boxes are dearer, and open halves it. Nothing is assumed about which way a fact works.
struct NearestSearch {
    /// What each fact can do alone, by its bit; nil where the limit came first.
    private(set) var outcomes: [NearestChange.Outcome?]
    private(set) var set: [FactChange] = []
    private(set) var isLimitReached = false

    private let probe: PolicyProbe
    private let facts: [ChangeableFact]
    private let settings: NearestSearchSettings

    init(_ probe: PolicyProbe, _ facts: [ChangeableFact], _ settings: NearestSearchSettings) {
        (self.probe, self.facts, self.settings) = (probe, facts, settings)
        outcomes = Array(repeating: nil, count: facts.count)
    }

    mutating func run() {
        let bits = facts.indices.filter { probe.matters($0) && facts[$0].up + facts[$0].down > 0 }
        for bit in facts.indices where probe.matters(bit) { outcomes[bit] = .notAlone }
        guard answer(bits) != .no else { return }
        // Without one of these nothing helps, however the others change.
        let needed = bits.filter { bit in answer(bits.filter { $0 != bit }) == .no }
        let others = bits.filter { !needed.contains($0) }
        if needed.count <= 1 { searchSingles(needed.isEmpty ? bits : needed) }
        var size = max(2, needed.count)
        while size <= min(NearestChange.setLimit, bits.count), set.isEmpty {
            let sets = NearestSearch.subsets(of: others, size - needed.count).map { (needed + $0).sorted() }
            switch best(sets, until: settings.runLimit) {
            case .found(let box): set = changes(box)
            case .nothing: break
            case .limit: isLimitReached = true
            }
            size += 1
        }
    }

    /// The verdict with all these facts anywhere that they can go.
    private func answer(_ bits: [Int]) -> PolicyDecision.Answer {
        probe.answer(bits.map { (bit: $0, range: facts[$0].everything) })
    }

    private mutating func searchSingles(_ bits: [Int]) {
        var cheapest: Int128?
        for bit in bits {
            let end = min(probe.runs + settings.singleRunLimit, settings.runLimit)
            switch best([[bit]], until: end) {
            case .found(let box):
                let change = changes(box)[0]
                outcomes[bit] = .enough(change)
                if cheapest.map({ box.cost < $0 }) ?? true { (cheapest, set) = (box.cost, [change]) }
            case .nothing: outcomes[bit] = .notAlone
            case .limit: (outcomes[bit], isLimitReached) = (nil, true)
            }
        }
    }

    /// All subsets of that size, in the order of the list.
    static func subsets(of bits: [Int], _ size: Int) -> [[Int]] {
        guard size > 0 else { return [[]] }
        return bits.indices.flatMap { index in
            subsets(of: Array(bits[(index + 1)...]), size - 1).map { [bits[index]] + $0 }
        }
    }

    // MARK: Boxes

    private enum Result {
        case found(Box)
        case nothing
        case limit
    }

    private struct Box: Comparable {
        /// The bits of its facts; only the first so many of the lists below count.
        let bits: [Int]
        let isDown: SIMD4<UInt8>
        var near: SIMD4<Int64>
        var far: SIMD4<Int64>
        var cost: Int128
        /// The order in which boxes were made decides between those of one cost.
        var number: Int

        static func < (left: Box, right: Box) -> Bool {
            (left.cost, left.number) < (right.cost, right.number)
        }
    }

    private func best(_ sets: [[Int]], until end: Int) -> Result {
        var boxes = MinimumHeap<Box>()
        var count = 0
        for set in sets {
            // As many as could be looked at.
            guard count < settings.runLimit else { return .limit }
            for box in whole(set, from: count) { boxes.insert(box) }
            count += 1 << set.count
        }
        while let box = boxes.removeLeast() {
            guard probe.runs < end else { return .limit }
            switch answer(box) {
            case .no: continue
            case .yes: return .found(box)
            case .open: halve(box, &count).forEach { boxes.insert($0) }
            }
        }
        return .nothing
    }

    /// All that the facts of a set may be, one box for each choice of up and down.
    private func whole(_ bits: [Int], from number: Int) -> [Box] {
        (0..<(1 << bits.count)).compactMap { choice -> Box? in
            var box = Box(
                bits: bits,
                isDown: SIMD4(UInt8(choice & 1), UInt8(choice >> 1 & 1), UInt8(choice >> 2 & 1), 0),
                near: .zero, far: .zero, cost: 0, number: number + choice)
            for (place, bit) in bits.enumerated() {
                let fact = facts[bit]
                box.far[place] = box.isDown[place] == 1 ? fact.down : fact.up
                // What is unknown may well be nothing.
                box.near[place] = fact.present == nil ? 0 : 1
                guard box.near[place] <= box.far[place], box.isDown[place] == 0 || box.far[place] > 0 else {
                    return nil
                }
            }
            box.cost = cost(box)
            return box
        }
    }

    private func cost(_ box: Box) -> Int128 {
        var cost: Int128 = 0
        for (place, bit) in box.bits.enumerated() { cost += facts[bit].cost(box.near[place]) }
        return cost
    }

    private func answer(_ box: Box) -> PolicyDecision.Answer {
        probe.answer(
            box.bits.enumerated().lazy.map { place, bit in
                let isDown = box.isDown[place] == 1
                let range = facts[bit].range(box.near[place], box.far[place], isDown: isDown)
                return (bit: bit, range: range)
            })
    }

    /// Both halves along the fact whose range weighs most among those that decide; none where no fact does.
    private func halve(_ whole: Box, _ count: inout Int) -> [Box] {
        let open = probe.open
        var (box, widest): (Box, (place: Int, weight: Int128)?) = (whole, nil)
        for (place, bit) in box.bits.enumerated() where box.near[place] < box.far[place] {
            guard open & (1 << UInt64(bit)) != 0 else {
                // What it is makes no difference here, so the nearest will do.
                box.far[place] = box.near[place]
                continue
            }
            let weight = facts[bit].cost(box.far[place]) - facts[bit].cost(box.near[place])
            if widest.map({ weight > $0.weight }) ?? true { widest = (place, weight) }
        }
        guard let place = widest?.place else { return [] }
        let middle = NearestSearch.middle(box.near[place], box.far[place])
        var (nearer, farther) = (box, box)
        nearer.far[place] = middle
        farther.near[place] = middle + 1
        farther.cost = cost(farther)
        (nearer.number, farther.number) = (count, count + 1)
        count += 2
        return [nearer, farther]
    }

    /// Half way; between numbers far apart half way in digits, since small changes are likelier than large.
    private static func middle(_ near: Int64, _ far: Int64) -> Int64 {
        let (few, many) = (64 - near.leadingZeroBitCount, 64 - far.leadingZeroBitCount)
        return many - few > 4 ? 1 << Int64((few + many) / 2) : near + (far - near) / 2
    }

    private func changes(_ box: Box) -> [FactChange] {
        box.bits.enumerated().map { facts[$1].change(box.near[$0], isDown: box.isDown[$0] == 1) }
    }
}

/// Elements of which the least is always at hand.
struct MinimumHeap<Element: Comparable> {
    private var elements: [Element] = []

    mutating func insert(_ element: Element) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0, elements[place] < elements[(place - 1) / 2] {
            elements.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeLeast() -> Element? {
        guard let least = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return least }
        elements[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < elements.count && elements[child] < elements[least] {
                least = child
            }
            if least == place { break }
            elements.swapAt(place, least)
            place = least
        }
        return least
    }
}
