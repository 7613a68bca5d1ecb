/// Makes fewer passes of those that a planner wrote: what one reads only to hand it to the next is done
/// with it.
///
/// Every buffer is written by one pass, and perhaps corrected by `settle` behind it; what is corrected is
/// left as it is.
struct ColumnFusion {
    private var steps: [ColumnStep]
    private let outcomes: Set<ColumnSource>
    private(set) var bufferCount: Int
    /// What kernels name without holding it.
    private(set) var kept: [AnyObject]
    /// By buffer: the pass that writes it, how often it is read, whether it is corrected.
    private var writers: [Int?] = []
    private var reads: [Int] = []
    private var isSettled: [Bool] = []

    init(_ planner: ColumnPlanner, _ outcomes: ColumnOutcomes) {
        (steps, kept, bufferCount) = (planner.steps, planner.kept, Int(planner.bufferCount))
        self.outcomes = Set(outcomes.sources)
    }

    /// The passes that are left.
    mutating func fused() -> [ColumnStep] {
        look()
        steps = masks()
        look()
        steps = extremes()
        look()
        steps = sums()
        look()
        steps = pairs()
        return steps
    }

    /// Leaves passes out whose results nobody reads, and counts.
    private mutating func look() {
        var used = outcomes
        var live: [ColumnStep] = []
        for step in steps.reversed() where step.outputs.contains(where: { used.contains(.buffer($0)) }) {
            live.append(step)
            used.formUnion(step.inputs)
        }
        steps = live.reversed()
        writers = Array(repeating: nil, count: bufferCount)
        reads = Array(repeating: 0, count: bufferCount)
        isSettled = Array(repeating: false, count: bufferCount)
        for (place, step) in steps.enumerated() {
            for case .buffer(let buffer) in step.inputs { reads[Int(buffer)] += 1 }
            for buffer in step.outputs {
                if case .settle = step.kernel {
                    isSettled[Int(buffer)] = true
                } else {
                    writers[Int(buffer)] = place
                }
            }
        }
        for case .buffer(let buffer) in outcomes { reads[Int(buffer)] += 2 }
    }

    /// The pass that alone writes a column.
    private func writer(_ source: ColumnSource) -> ColumnStep? {
        guard case .buffer(let buffer) = source, !isSettled[Int(buffer)] else { return nil }
        return writers[Int(buffer)].map { steps[$0] }
    }

    /// The same where nobody else reads the column.
    private func soleWriter(_ source: ColumnSource) -> ColumnStep? {
        guard case .buffer(let buffer) = source, reads[Int(buffer)] == 1 else { return nil }
        return writer(source)
    }

    private mutating func buffer() -> Int32 {
        bufferCount += 1
        return Int32(bufferCount - 1)
    }

    // MARK: Masks

    /// Comparisons that choose make masks at once.
    private mutating func masks() -> [ColumnStep] {
        var wide: [Int32: Int32] = [:]
        for step in steps {
            guard case .widenFlag = step.kernel, case .buffer(let flag) = step.inputs[0],
                let writer = writer(step.inputs[0]), writer.kernel.widened != nil
            else { continue }
            wide[flag] = step.outputs[0]
        }
        return steps.flatMap { step -> [ColumnStep] in
            if let kernel = step.kernel.widened, let mask = wide[step.outputs[0]] {
                return [step, ColumnStep(kernel: kernel, inputs: step.inputs, outputs: [mask])]
            }
            guard case .buffer(let flag)? = step.inputs.first, let mask = wide[flag] else { return [step] }
            switch step.kernel {
            case .widenFlag: return []
            case .numberOfFlag:
                let inputs: [ColumnSource] = [.buffer(mask), .constant(1)]
                return [ColumnStep(kernel: .selectOrZero, inputs: inputs, outputs: step.outputs)]
            default: return [step]
            }
        }
    }

    // MARK: The lower and the higher

    /// The lower, or higher, of the steps of one number is a step of it.
    private mutating func extremes() -> [ColumnStep] {
        var fused: [ColumnStep] = []
        for step in steps {
            switch step.kernel {
            case .minimum: fused += extreme(step, isLow: true) ?? [step]
            case .maximum: fused += extreme(step, isLow: false) ?? [step]
            default: fused.append(step)
            }
        }
        return fused
    }

    private mutating func extreme(_ step: ColumnStep, isLow: Bool) -> [ColumnStep]? {
        guard let one = writer(step.inputs[0]), let other = writer(step.inputs[1]) else { return nil }
        if let bands = bands(one, other, isLow, to: step.outputs[0]) { return [bands] }
        switch (one.kernel, other.kernel) {
        case (.select, .select): break
        case (.selectOpen(isLow), .selectOpen(isLow)): break
        default: return nil
        }
        let places = one.inputs.count - 2
        guard one.inputs.prefix(places) == other.inputs.prefix(places),
            case .constant(let left) = one.inputs[places], case .constant(let right) = other.inputs[places],
            let first = writer(one.inputs[places + 1]), let second = writer(other.inputs[places + 1])
        else { return nil }
        let either = buffer()
        guard let bands = bands(first, second, isLow, to: either) else { return nil }
        let inputs =
            one.inputs.prefix(places) + [
                .constant(isLow ? min(left, right) : max(left, right)), .buffer(either),
            ]
        return [bands, ColumnStep(kernel: one.kernel, inputs: Array(inputs), outputs: step.outputs)]
    }

    private mutating func bands(
        _ one: ColumnStep, _ other: ColumnStep, _ isLow: Bool, to output: Int32
    ) -> ColumnStep? {
        guard case .bands(let left) = one.kernel, case .bands(let right) = other.kernel,
            one.inputs == other.inputs,
            let lookup = left._withUnsafeGuaranteedRef({ left in
                right._withUnsafeGuaranteedRef { left.extreme($0, isLow: isLow) }
            })
        else { return nil }
        kept.append(lookup)
        return ColumnStep(kernel: .bands(.passUnretained(lookup)), inputs: one.inputs, outputs: [output])
    }

    // MARK: Sums

    /// What a mask lets through is added at once.
    private mutating func sums() -> [ColumnStep] {
        steps.map { step in
            guard case .add = step.kernel else { return step }
            let (one, other) = (chosen(step.inputs[0]), chosen(step.inputs[1]))
            func fused(_ kernel: ColumnStep.Kernel, _ inputs: [ColumnSource]) -> ColumnStep {
                ColumnStep(kernel: kernel, inputs: inputs, outputs: step.outputs)
            }
            switch (one, other) {
            case (let one?, let other?): return fused(.addBothWhere, one + other)
            case (nil, let other?): return fused(.addWhere, [step.inputs[0]] + other)
            case (let one?, nil): return fused(.addWhere, [step.inputs[1]] + one)
            case (nil, nil): return step
            }
        }
    }

    private func chosen(_ source: ColumnSource) -> [ColumnSource]? {
        guard let writer = soleWriter(source), case .selectOrZero = writer.kernel else { return nil }
        return writer.inputs
    }

    // MARK: Pairs

    /// Two passes over one column, near each other, that differ in what they put for it.
    private mutating func pairs() -> [ColumnStep] {
        var fused: [ColumnStep] = []
        next: for step in steps {
            // What is read besides must have been written before.
            let reach: Int
            switch step.kernel {
            case .bands: reach = 6
            case .narrowElse, .wideElse: reach = 1
            default: reach = 0
            }
            for place in fused.indices.suffix(reach).reversed() {
                guard let pair = pair(fused[place], step) else { continue }
                fused[place] = pair
                continue next
            }
            fused.append(step)
        }
        return fused
    }

    private mutating func pair(_ one: ColumnStep, _ other: ColumnStep) -> ColumnStep? {
        guard one.outputs.count == 1, other.outputs.count == 1, one.inputs.first == other.inputs.first,
            !other.inputs.contains(.buffer(one.outputs[0]))
        else { return nil }
        let outputs = one.outputs + other.outputs
        switch (one.kernel, other.kernel) {
        case (.narrowElse, .narrowElse):
            return ColumnStep(
                kernel: .narrowElseBoth, inputs: one.inputs + [other.inputs[1]], outputs: outputs)
        case (.wideElse, .wideElse):
            return ColumnStep(kernel: .wideElseBoth, inputs: one.inputs + [other.inputs[1]], outputs: outputs)
        case (.bands(let left), .bands(let right)):
            let pair = left._withUnsafeGuaranteedRef { left in
                right._withUnsafeGuaranteedRef { BandPair(left, $0) }
            }
            guard let pair else { return nil }
            kept.append(pair)
            return ColumnStep(kernel: .bandsBoth(.passUnretained(pair)), inputs: one.inputs, outputs: outputs)
        default: return nil
        }
    }
}

extension ColumnStep.Kernel {
    /// The same as a mask.
    fileprivate var widened: ColumnStep.Kernel? {
        switch self {
        case .less(let negated): .wideLess(negated: negated)
        case .lessOrEqual(let negated): .wideLessOrEqual(negated: negated)
        case .equal: .wideEqual
        case .registered(let day): .wideRegistered(day)
        default: nil
        }
    }
}
