using System.Collections.Immutable;

namespace Equivariant;

/// <summary>A finite group of symmetries of the line, square or cube, with its multiplication table.</summary>
/// <remarks>
/// Only a closed set is a group, and only over a group is the maximum over oriented copies equivariant: the set
/// {id, H, V} of Gao and Ji (ICDM 2017) lacks H·V, the half turn, and is refused here.
/// </remarks>
public sealed class SymmetryGroup
{
    private readonly Dictionary<SignedPermutation, int> indices;
    private readonly int[] products;

    /// <summary>A group from its elements, in the order given.</summary>
    /// <param name="name">A short name for reports.</param>
    /// <param name="elements">The elements, all on as many axes, without repeats.</param>
    /// <exception cref="ArgumentException">The set is empty, mixes ranks, repeats an element, or is not closed.</exception>
    public SymmetryGroup(string name, params ReadOnlySpan<SignedPermutation> elements)
    {
        if (elements.IsEmpty)
            throw new ArgumentException("A group has at least one element.", nameof(elements));
        Name = name;
        Elements = [.. elements];
        indices = new(elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i].Rank != elements[0].Rank)
                throw new ArgumentException(
                    $"{name}: {elements[i]} acts on {elements[i].Rank} axes, {elements[0]} on {elements[0].Rank}.",
                    nameof(elements));
            if (!indices.TryAdd(elements[i], i))
                throw new ArgumentException($"{name}: {elements[i]} is listed twice.", nameof(elements));
        }
        products = new int[Order * Order];
        for (var i = 0; i < Order; i++)
            for (var j = 0; j < Order; j++)
            {
                var product = elements[i].Compose(elements[j]);
                if (!indices.TryGetValue(product, out products[i * Order + j]))
                    throw new ArgumentException(
                        $"{name} is not a group: {elements[i]} after {elements[j]} is {product}, which is not in the set.",
                        nameof(elements));
            }
    }

    /// <summary>A short name for reports.</summary>
    public string Name { get; }

    /// <summary>The elements, in a fixed order.</summary>
    public ImmutableArray<SignedPermutation> Elements { get; }

    /// <summary>The number of elements.</summary>
    public int Order => Elements.Length;

    /// <summary>The number of axes the elements act on.</summary>
    public int Rank => Elements[0].Rank;

    /// <summary>The index of an element, or −1 where the group does not contain it.</summary>
    public int IndexOf(SignedPermutation element) => indices.GetValueOrDefault(element, -1);

    /// <summary>Whether the group contains an element.</summary>
    public bool Contains(SignedPermutation element) => indices.ContainsKey(element);

    /// <summary>The Cayley table: the index of <c>Elements[i] · Elements[j]</c>, that is j first, then i.</summary>
    public int Product(int i, int j) => products[Checked(i, nameof(i)) * Order + Checked(j, nameof(j))];

    /// <summary>The index of the inverse of element i.</summary>
    public int Inverse(int i) => IndexOf(Elements[Checked(i, nameof(i))].Inverse());

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Order} elements on {Rank} axes)";

    private int Checked(int i, string parameter) => (uint)i < (uint)Order
        ? i : throw new ArgumentOutOfRangeException(parameter, i, $"{Name} has elements 0 to {Order - 1}.");
}
