namespace Equivariant.Data;

/// <summary>Steps one after the other, from a stored image (values 0 to 1) to a network's input.</summary>
public sealed class Pipeline
{
    /// <summary>Training on images as in the SRE-Conv paper (28 resized to 32; no turns, no flips).</summary>
    public const string PaperTraining2D = "resize:32,crop:0.5-1,jitter:0.1,normalize,translate:0.1";

    /// <summary>Validation and test on images as in the SRE-Conv paper.</summary>
    public const string PaperEvaluation = "resize:32,normalize";

    /// <summary>Training on volumes as in the SRE-Conv paper: random scale, shift by up to 3 voxels and blur.</summary>
    public const string PaperTraining3D = "resize:32,zoom:0.2,translate:0.094,blur:0.5,normalize";

    private readonly PipelineStep[] steps;

    /// <summary>A pipeline of steps, in this order; none leaves images as they are.</summary>
    /// <exception cref="PipelineException">A step that expects values from 0 to 1 stands behind normalisation.</exception>
    public Pipeline(params IEnumerable<PipelineStep> steps)
    {
        this.steps = [.. steps];
        if (this.steps.SkipWhile(step => !step.IsNormalization).FirstOrDefault(step => step.NeedsUnitRange) is { } late)
            throw new PipelineException($"The step {late} expects values from 0 to 1; put it before normalize.");
    }

    /// <summary>The forms of all steps that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Usages => [.. StepSyntax.All.Select(syntax => syntax.Usage)];

    /// <summary>The steps.</summary>
    public IReadOnlyList<PipelineStep> Steps => steps;

    /// <summary>Whether the result depends on the generator.</summary>
    public bool IsRandom => steps.Any(step => step.IsRandom);

    /// <summary>Reads a pipeline as in <c>resize:32,crop:0.5-1,jitter:0.1,normalize,translate:0.1</c>; empty text has no
    /// steps.</summary>
    /// <exception cref="PipelineException">A step is unknown or wrong; the message says what there is.</exception>
    public static Pipeline Parse(string text)
    {
        var words = string.IsNullOrWhiteSpace(text) ? [] : text.Split(',', StringSplitOptions.TrimEntries);
        return new(words.Select(word => StepSyntax.All.FirstOrDefault(syntax => syntax.Name == word.Split(':')[0])
            is { } known ? known.Parse(word) : throw new PipelineException(
                $"There is no step '{word.Split(':')[0]}' (in '{text}'); there are "
                + $"{string.Join(", ", StepSyntax.All.Select(syntax => syntax.Name))}.")));
    }

    /// <summary>Shape of the result for images of a shape.</summary>
    /// <exception cref="ShapeException">A step does not work on such images.</exception>
    public Shape OutputShape(Shape input)
    {
        Image.CheckShape(input, "a pipeline's input");
        return steps.Aggregate(input, (shape, step) => step.OutputShape(shape));
    }

    /// <summary>Runs all steps. The given image's values may be changed in place.</summary>
    public Image Apply(Image image, Rng rng) => steps.Aggregate(image, (changed, step) => step.Apply(changed, rng));

    /// <summary>The steps as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => string.Join(',', steps.AsEnumerable());
}

/// <summary>A pipeline that cannot be: an unknown step, a wrong argument, steps in an order that makes no sense.</summary>
public sealed class PipelineException(string message) : ArgumentException(message);
