namespace Equivariant.Cpu;

/// <summary>Cross-entropy by vectors, for labels of images as of pixels.</summary>
internal sealed unsafe class TunedCrossEntropy : ITuned<CrossEntropyOp.Forward, LabelLoss.Args>
{
    public bool TryRun(CpuDevice device, int count, in LabelLoss.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || args.Row.Count == 0)
            return false;
        RowTiles.Run(device, count, args.Row, null, operands.A!, null, new Function(args, operands));
        return true;
    }

    private readonly struct Function(in LabelLoss.Args args, in Operands operands) : IRowFunction
    {
        private readonly LabelLoss.Args args = args;
        private readonly float* losses = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* weights = CpuDevice.Pointer<float>(operands.Y2);
        private readonly float* classWeights = CpuDevice.Pointer<float>(operands.B);
        private readonly int* labels = CpuDevice.Pointer<int>(operands.I);

        void IRowFunction.Apply<TVector>(float* x, float* b, int width, int classes, int row, int rows)
        {
            var largest = RowVectors.Largest<TVector>(x, width, classes);
            TVector sum = default, spread = default;
            var spreadWeight = 0f;
            for (var c = 0; c < classes; c++)
            {
                var value = TVector.Load(x + ((nint)c * width)) - largest;
                sum += VectorMath.Exp(value);
                if (args.Smoothing <= 0)
                    continue;
                var weight = Weight(c);
                spread += TVector.Fill(weight) * value;
                spreadWeight += weight;
            }
            var logarithm = TVector.Log(sum);
            var smooth = TVector.Of(args.Smoothing / classes) * ((TVector.Fill(spreadWeight) * logarithm) - spread);
            var lanes = stackalloc float[3 * TVector.Count];
            TVector.Store(largest, lanes);
            TVector.Store(logarithm, lanes + TVector.Count);
            TVector.Store(smooth, lanes + (2 * TVector.Count));
            for (var i = 0; i < rows; i++)
                SetLoss(row + i, x + i, width, lanes[i], lanes[TVector.Count + i], lanes[(2 * TVector.Count) + i]);
        }

        private void SetLoss(int row, float* x, int width, float largest, float logarithm, float smooth)
        {
            var label = labels[row];
            if ((uint)label >= (uint)args.Row.Count || label == args.Ignored)
            {
                losses[row] = weights[row] = label == args.Ignored ? 0 : float.NaN;
                return;
            }
            var weight = Weight(label);
            var loss = weight * (logarithm - (x[(nint)label * width] - largest));
            losses[row] = args.Smoothing > 0 ? ((float)(1 - args.Smoothing) * loss) + smooth : loss;
            weights[row] = weight;
        }

        private float Weight(int label) => args.Weighted != 0 ? classWeights[label] : 1;
    }
}

/// <summary>Its gradient.</summary>
internal sealed unsafe class TunedCrossEntropyGradient : ITuned<CrossEntropyOp.Backward, LabelLoss.Args>
{
    public bool TryRun(CpuDevice device, int count, in LabelLoss.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || args.Row.Count == 0)
            return false;
        RowTiles.Run(device, count, args.Row, operands.Y, operands.A!, null, new Function(args, operands));
        return true;
    }

    private readonly struct Function : IRowFunction
    {
        private readonly LabelLoss.Args args;
        private readonly float* dy, classWeights;
        private readonly int* labels;
        private readonly float smooth, spreadWeight;

        public Function(in LabelLoss.Args args, in Operands operands)
        {
            this.args = args;
            dy = CpuDevice.Pointer<float>(operands.C);
            classWeights = CpuDevice.Pointer<float>(operands.B);
            labels = CpuDevice.Pointer<int>(operands.I);
            smooth = (float)(args.Smoothing / args.Row.Count);
            for (var c = 0; c < args.Row.Count; c++)
                spreadWeight += Weight(c);
        }

        void IRowFunction.Apply<TVector>(float* x, float* b, int width, int classes, int row, int rows)
        {
            float* factors = stackalloc float[TVector.Count], exponentials = stackalloc float[TVector.Count];
            var sums = stackalloc float[TVector.Count];
            var sum = RowVectors.Exponentials(x, width, classes, RowVectors.Largest<TVector>(x, width, classes));
            TVector.Store(sum, sums);
            for (var i = 0; i < rows; i++)
            {
                var label = labels[row + i];
                (factors[i], exponentials[i]) = HasLoss(label)
                    ? (Sharp(label) + (smooth * spreadWeight), x[((nint)label * width) + i]) : (0, 0);
            }
            var (factor, gradient) = (TVector.Load(factors), TVector.Load(dy + row));
            for (var c = 0; c < classes; c++)
            {
                var at = x + ((nint)c * width);
                TVector.Store(gradient * ((TVector.Load(at) / sum * factor) - TVector.Fill(smooth * Weight(c))), at);
            }
            for (var i = 0; i < rows; i++)
                SetLabelGradient(row + i, x + i, width, exponentials[i] / sums[i] * factors[i]);
        }

        private bool HasLoss(int label) => (uint)label < (uint)args.Row.Count && label != args.Ignored;

        private float Sharp(int label) => (float)(1 - args.Smoothing) * Weight(label);

        private float Weight(int label) => args.Weighted != 0 ? classWeights[label] : 1;

        /// <summary>The class of the label is different from the others; rows without a loss have no gradient.</summary>
        private void SetLabelGradient(int row, float* dx, int width, float part)
        {
            var label = labels[row];
            if (HasLoss(label))
            {
                dx[(nint)label * width] = dy[row] * (part - ((smooth * Weight(label)) + Sharp(label)));
                return;
            }
            for (nint c = 0; c < args.Row.Count; c++)
                dx[c * width] = label == args.Ignored ? 0 : float.NaN;
        }
    }
}
