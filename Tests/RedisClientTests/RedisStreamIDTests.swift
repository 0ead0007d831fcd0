import RedisClient
import Testing
