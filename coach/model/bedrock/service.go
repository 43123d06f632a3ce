package bedrock

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/schemas"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/transport/http/protocol/restjson1"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
)

// Options change how Bedrock is reached. The zero value takes all from the SDK's usual configuration: environment, shared
// files, the machine's role.
type Options struct {
	// Load are settings before the SDK's own, such as config.WithRegion.
	Load []func(*config.LoadOptions) error
	// Attempts is how often a call is tried before its stream begins; 0 is 5.
	Attempts int
	// MaxBackoff bounds the wait between tries; 0 is 5 seconds.
	MaxBackoff time.Duration
}

// Service is Bedrock with one client for all, because the SDK's quota of retries belongs to a client. The client is made
// when it is first needed. It is safe for concurrent use.
type Service struct {
	options Options

	mu     sync.Mutex
	client *bedrockruntime.Client
}

// New returns the service. Nothing is read or connected yet.
func New(o Options) *Service { return &Service{options: o} }

// Client returns the client, which embedders use as well.
func (s *Service) Client(ctx context.Context) (*bedrockruntime.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client == nil {
		client, err := connect(ctx, s.options)
		if err != nil {
			return nil, err
		}
		s.client = client
	}
	return s.client, nil
}

// Open is the [model.Opener] of models by their id, inference profile or ARN.
func (s *Service) Open(ctx context.Context, name string) (model.Model, error) {
	client, err := s.Client(ctx)
	if err != nil {
		return nil, err
	}
	return &converser{id: name, client: client}, nil
}

// connect makes the client. It opens no connection.
func connect(ctx context.Context, o Options) (*bedrockruntime.Client, error) {
	// The SDK would print its troubles with the machine's role to stderr; they come as errors of the first call as well.
	load := append([]func(*config.LoadOptions) error{config.WithLogger(logging.Nop{})}, o.Load...)
	cfg, err := config.LoadDefaultConfig(ctx, load...)
	if err != nil {
		return nil, fmt.Errorf("load the AWS configuration: %w", err)
	}
	client := bedrockruntime.NewFromConfig(cfg, o.retryer, plainBodies)
	if client.Options().Region != "" {
		return client, nil
	}
	if client.Options().BaseEndpoint == nil {
		return nil, coach.Invalid("Bedrock needs a region: set AWS_REGION, or region in ~/.aws/config")
	}
	// With an address given, the region is only part of the signature.
	return bedrockruntime.NewFromConfig(cfg, o.retryer, plainBodies, func(c *bedrockruntime.Options) { c.Region = "us-east-1" }), nil
}

// retryer sets how calls are tried again. The SDK leaves two errors out that pass by themselves: a model that is being
// loaded and one that took too long to begin.
func (o Options) retryer(c *bedrockruntime.Options) {
	c.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts, s.MaxBackoff = 5, 5*time.Second
		if o.Attempts > 0 {
			s.MaxAttempts = o.Attempts
		}
		if o.MaxBackoff > 0 {
			s.MaxBackoff = o.MaxBackoff
		}
		s.Retryables = append(s.Retryables, retry.RetryableErrorCode{Codes: map[string]struct{}{
			"ModelNotReadyException": {}, "ModelTimeoutException": {},
		}})
	})
}

// plainBodies works around smithy-go v1.28.8: it closes a request's body as soon as the answer begins, and the closed body's
// WriteTo then reports io.EOF as an error. Where net/http is still checking that the body is over, which on a busy machine
// is often, it takes that for a failed write and closes the connection under the stream. A body without WriteTo ends as it
// should.
func plainBodies(c *bedrockruntime.Options) {
	c.HTTPClient = plainBodyClient{c.HTTPClient}
}

// ownProtocol gives a call a protocol of its own. That of a client, in smithy-go v1.28.8, keeps the buffers of its event
// stream codec between messages, and so between the streams of calls at the same time.
func ownProtocol(c *bedrockruntime.Options) {
	c.Protocol = restjson1.New(schemas.AmazonBedrockFrontendService)
}

type plainBodyClient struct {
	bedrockruntime.HTTPClient
}

// Do implements [bedrockruntime.HTTPClient].
func (c plainBodyClient) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return c.HTTPClient.Do(r)
}

// credentialed reports whether there are credentials to sign with, before a call spends its tries on finding none.
func credentialed(ctx context.Context, c *bedrockruntime.Client) error {
	o := c.Options()
	if o.Credentials == nil || o.BearerAuthTokenProvider != nil {
		return nil
	}
	if _, err := o.Credentials.Retrieve(ctx); err != nil {
		return fmt.Errorf("find AWS credentials: %w", err)
	}
	return nil
}
