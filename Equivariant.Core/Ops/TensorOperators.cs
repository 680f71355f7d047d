namespace Equivariant;

/// <summary>Arithmetic on tensors by operators. They are extensions because tensors do not know the ops.</summary>
public static class TensorOperators
{
    /// <summary>Adds the operators to <see cref="Tensor"/>.</summary>
    extension(Tensor)
    {
        /// <summary>Sum with broadcasting; see <see cref="Ops.Add(Tensor, Tensor)"/>.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => Ops.Add(left, right);

        /// <summary>Difference with broadcasting; see <see cref="Ops.Subtract"/>.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => Ops.Subtract(left, right);

        /// <summary>Elementwise product with broadcasting; see <see cref="Ops.Multiply"/>.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => Ops.Multiply(left, right);

        /// <summary>Elementwise quotient with broadcasting; see <see cref="Ops.Divide"/>.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => Ops.Divide(left, right);

        /// <summary>Product with a number; see <see cref="Ops.Affine"/>.</summary>
        public static Tensor operator *(Tensor left, double right) => Ops.Affine(left, right, 0);

        /// <summary>Sum with a number; see <see cref="Ops.Affine"/>.</summary>
        public static Tensor operator +(Tensor left, double right) => Ops.Affine(left, 1, right);

        /// <summary>Negation; see <see cref="Ops.Affine"/>.</summary>
        public static Tensor operator -(Tensor x) => Ops.Affine(x, -1, 0);
    }
}
