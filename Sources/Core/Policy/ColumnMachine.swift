/// Runs the passes of a plan over the rows of a chunk, some hundred at a time, so that buffers stay
/// near.
final class ColumnMachine {
    /// Rows of one round.
    static let round = 1_024
    /// Bytes of one buffer; the odd part keeps buffers from falling on the same places of a cache.
    private static let stride = round * 8 + 192
    /// Elements of eight bytes that a buffer has room for.
    static let room = stride / 8

    let program: PolicyProgram
    private var memory: UnsafeMutableRawPointer
    private var slotCount = 0
    /// Comparisons that were settled by the instructions themselves.
    private(set) var settledRows = 0
    private var intervals: [Interval]
    private var facts: [Int64?]

    init(_ program: PolicyProgram) {
        self.program = program
        memory = .allocate(byteCount: 64, alignment: 64)
        intervals = Array(repeating: .no, count: program.instructions.count)
        facts = Array(repeating: nil, count: program.policy.facts.facts.count)
    }

    deinit { memory.deallocate() }

    /// Decides all firms of a chunk; what is excluded is left to another plan.
    func run(
        _ plan: ColumnPlan, _ chunk: FirmChunk, excluded: UnsafePointer<UInt8>?, into answers: FirmAnswers
    ) {
        reserve(plan.slotCount + plan.constants.count)
        fill(plan)
        for start in Swift.stride(from: 0, to: chunk.count, by: ColumnMachine.round) {
            let count = min(ColumnMachine.round, chunk.count - start)
            let frame = ColumnFrame(
                memory: memory, stride: ColumnMachine.stride, plan: plan, chunk: chunk, start: start,
                count: count,
                excluded: excluded.map { $0 + start })
            for step in plan.steps {
                if case .settle(let doubt) = step.kernel {
                    settle(doubt, step, frame)
                } else {
                    frame.perform(step)
                }
            }
            frame.write(answers)
        }
    }

    private func reserve(_ count: Int) {
        guard count > slotCount else { return }
        memory.deallocate()
        memory = .allocate(byteCount: count * ColumnMachine.stride, alignment: 64)
        slotCount = count
    }

    /// Buffers full of what is the same for every firm.
    private func fill(_ plan: ColumnPlan) {
        for (place, constant) in plan.constants.enumerated() {
            let buffer = memory + (plan.slotCount + place) * ColumnMachine.stride
            switch constant {
            case .constant(let number):
                buffer.bindMemory(to: Double.self, capacity: ColumnMachine.room)
                    .update(repeating: number, count: ColumnMachine.room)
            case .byte(let byte):
                buffer.bindMemory(to: UInt8.self, capacity: ColumnMachine.room)
                    .update(repeating: byte, count: ColumnMachine.room)
            case .mask(let mask):
                buffer.bindMemory(to: UInt64.self, capacity: ColumnMachine.room)
                    .update(repeating: mask, count: ColumnMachine.room)
            case .buffer, .fact: break
            }
        }
    }

    // MARK: Doubts

    private func settle(_ doubt: ColumnDoubt, _ step: ColumnStep, _ frame: ColumnFrame) {
        var first = 0
        for pair in doubt.pairs {
            let count = 1 + pair.limits.count + (pair.error == nil ? 0 : 1) + (pair.divisor == nil ? 0 : 1)
            for row in frame.doubtful(pair, step.inputs[first..<first + count]) {
                settledRows += 1
                settle(doubt, step, frame, row)
            }
            first += count
        }
    }

    /// Decides one comparison of one firm by the instructions themselves.
    private func settle(_ doubt: ColumnDoubt, _ step: ColumnStep, _ frame: ColumnFrame, _ row: Int) {
        for fact in doubt.facts { facts[fact] = frame.chunk.value(of: fact, at: frame.start + row) }
        for register in doubt.instructions {
            intervals[Int(register)] = program.instructions[Int(register)].value(
                intervals, program.tables, facts)
        }
        let value = intervals[Int(doubt.register)]
        let (low, high) = (step.outputs[0], step.outputs[step.outputs.count - 1])
        if let denominator = doubt.denominator {
            frame.numbers(.buffer(low))[row] = ColumnMachine.numerator(value.low, denominator)
            frame.numbers(.buffer(high))[row] = ColumnMachine.numerator(value.high, denominator)
        } else {
            frame.bytes(.buffer(low))[row] = value.isYes ? 1 : 0
            frame.bytes(.buffer(high))[row] = value.isNo ? 0 : 1
        }
    }

    /// The values of bands are exact over that denominator.
    private static func numerator(_ value: Fraction, _ denominator: Int64) -> Double {
        Double(Int64(value.numerator * Int128(denominator) / value.denominator))
    }
}
